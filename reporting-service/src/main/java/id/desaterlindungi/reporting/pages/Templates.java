package id.desaterlindungi.reporting.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/** The pages' templates, each with what it shows: the build looks at every expression in them. */
@CheckedTemplate(basePath = "pages")
final class Templates {
    private Templates() {}

    static native TemplateInstance province(Visit visit, ProvincePage page);

    static native TemplateInstance area(Visit visit, AreaPage page);

    static native TemplateInstance print(Visit visit, PrintPage page);

    static native TemplateInstance about(Visit visit, AboutPage page);

    /**
     * @param why the reader sees no more than anybody
     * @param to where the reader was before signing in
     */
    static native TemplateInstance guest(Visit visit, String why, String to);

    /** @param onward where the issuer ends its own session; empty where there is nothing more to do */
    static native TemplateInstance signedOut(Visit visit, String onward);

    static native TemplateInstance fault(Visit visit, FaultPage page);
}
