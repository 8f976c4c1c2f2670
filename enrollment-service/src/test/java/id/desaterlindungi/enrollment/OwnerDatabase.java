package id.desaterlindungi.enrollment;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;

class OwnerDatabase {
    @Produces
    @Owner
    @Singleton
    Jdbi jdbi() {
        return Jdbi.create(setting("jdbc-url"), setting("username"), setting("password"));
    }

    private static String setting(String name) {
        return ConfigProvider.getConfig().getValue("quarkus.flyway." + name, String.class);
    }
}
