package id.desaterlindungi.reporting.access;

import id.desaterlindungi.reporting.settings.AboveZero;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How offices sign in on the pages: by OpenID Connect, at the issuer whose tokens the API takes. */
@ConfigMapping(prefix = "reporting.sign-in")
interface SignInSettings {
    /**
     * A secret of at least 32 characters, the same in all replicas, from which the keys of cookies are made. Without one nobody can sign in
     * on the pages, and they say nothing of it. With another one everybody has to sign in anew.
     */
    Optional<String> key();

    /** Who the pages are at the issuer: a client for the authorization code flow, with the redirect URI {@code /sign-in/done}. */
    @WithDefault("pages")
    String clientId();

    /** Its secret; none for a public client, whom PKCE alone protects. */
    Optional<String> clientSecret();

    /** How long after the last page that it was used for a session ends in the browser. */
    @WithDefault("30m")
    @WithConverter(AboveZero.OfDuration.class)
    Duration idle();
}
