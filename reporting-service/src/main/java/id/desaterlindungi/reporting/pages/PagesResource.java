package id.desaterlindungi.reporting.pages;

import id.desaterlindungi.reporting.access.Scope;
import id.desaterlindungi.reporting.access.SignIn;
import id.desaterlindungi.reporting.access.Visitor;
import id.desaterlindungi.reporting.area.Level;
import id.desaterlindungi.reporting.http.connection.Shares;
import id.desaterlindungi.reporting.http.parameter.Range;
import id.desaterlindungi.reporting.pages.asked.PartLevel;
import id.desaterlindungi.reporting.pages.asked.SearchText;
import id.desaterlindungi.reporting.pages.asked.Show;
import id.desaterlindungi.reporting.pages.download.AreaList;
import id.desaterlindungi.reporting.pages.download.Download;
import id.desaterlindungi.reporting.pages.words.Language;
import id.desaterlindungi.reporting.pages.words.Words;
import id.desaterlindungi.reporting.problem.ProblemException;
import id.desaterlindungi.reporting.progress.PageReader;
import id.desaterlindungi.reporting.progress.PageReader.Found;
import id.desaterlindungi.reporting.progress.PageReader.Within;
import id.desaterlindungi.reporting.projection.Reconciliations;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** Pages for people, open to all; to an office that has signed in they show more. They are no part of the API's description. */
@Path("/")
@PermitAll
@Produces(MediaType.TEXT_HTML)
class PagesResource {
    private static final int MOST_EXTRA = 100_000;

    private static final int CENSUSES = 24;
    private static final String FOLLOWERS = "pages";

    private final Pages pages;
    private final PageReader reader;
    private final Reconciliations reconciliations;
    private final PagesSettings settings;
    private final BordersFile borders;
    private final SignIn signIn;
    private final Viewers viewers;
    private final Shares followers;

    PagesResource(
            Pages pages,
            PageReader reader,
            Reconciliations reconciliations,
            PagesSettings settings,
            BordersFile borders,
            SignIn signIn,
            Viewers viewers) {
        this.pages = pages;
        this.reader = reader;
        this.reconciliations = reconciliations;
        this.settings = settings;
        this.borders = borders;
        this.signIn = signIn;
        this.viewers = viewers;
        this.followers = new Shares(settings.followers(), Long.MAX_VALUE, "streams-busy");
    }

    @GET
    @Operation(operationId = "showProvince", hidden = true)
    public Response province(
            @QueryParam("lang") @Nullable Language lang,
            @QueryParam(PartOrder.PARAMETER) @DefaultValue("covered") PartOrder sort,
            @QueryParam(Money.EXTRA) @Range(least = 0, most = MOST_EXTRA) @Nullable Long extra,
            @Context HttpHeaders headers) {
        var parameters = new TreeMap<String, String>();
        keep(parameters, PartOrder.PARAMETER, sort == PartOrder.COVERED ? null : sort.code());
        keep(parameters, Money.EXTRA, extra);
        var visitor = signIn.visitor();
        var visit = visit(lang, headers, "/", parameters, visitor, Scope.PROVINCE);
        return pages.answer(visit, headers, words -> {
            var province = reader.province(visitor.reach());
            var page = ProvincePage.of(
                    province,
                    sort,
                    extra == null ? 0 : extra,
                    borders.borders().orElse(null),
                    settings.bordersSource().orElse(""),
                    visit,
                    words);
            return new Pages.Made(province.place().mark(), Templates.province(visit, page));
        });
    }

    @GET
    @Path("areas/{code}")
    @Operation(operationId = "showArea", hidden = true)
    public Response area(
            @PathParam("code") String code,
            @QueryParam("lang") @Nullable Language lang,
            @QueryParam(PartLevel.PARAMETER) @Nullable PartLevel level,
            @QueryParam(Show.PARAMETER) @DefaultValue("all") Show show,
            @QueryParam(PartOrder.PARAMETER) @DefaultValue("covered") PartOrder sort,
            @QueryParam(Money.EXTRA) @Range(least = 0, most = MOST_EXTRA) @Nullable Long extra,
            @QueryParam(SearchText.PARAMETER) @Nullable SearchText name,
            @Context HttpHeaders headers) {
        var parameters = new TreeMap<String, String>();
        keep(parameters, PartLevel.PARAMETER, level == null ? null : level.code());
        keep(parameters, Show.PARAMETER, show == Show.ALL ? null : show.code());
        keep(parameters, PartOrder.PARAMETER, sort == PartOrder.COVERED ? null : sort.code());
        keep(parameters, Money.EXTRA, extra);
        keep(parameters, SearchText.PARAMETER, name == null ? null : name.text());
        var visitor = signIn.visitor();
        var reach = visitor.reach();
        var visit = visit(lang, headers, "/areas/" + code, parameters, visitor, code);
        var asked = new AreaPage.Asked(level, show, sort, extra == null ? 0 : extra, name);
        return pages.answer(visit, headers, words -> {
            var within = within(code, level == null ? null : level.level(), reach);
            var found = name == null
                    ? List.<Found>of()
                    : reader.villages(code, name.text(), AreaPage.MOST_FOUND + 1, reach);
            var page = AreaPage.of(within, asked, found, visit, words);
            return new Pages.Made(within.place().mark(), Templates.area(visit, page));
        });
    }

    @GET
    @Path("print/{code}")
    @Operation(operationId = "printArea", hidden = true)
    public Response print(
            @PathParam("code") String code,
            @QueryParam("lang") @Nullable Language lang,
            @Context HttpHeaders headers,
            @Context UriInfo address) {
        return sheets(code, false, lang, headers, address);
    }

    @GET
    @Path("print/{code}/villages")
    @Operation(operationId = "printVillages", hidden = true)
    public Response printVillages(
            @PathParam("code") String code,
            @QueryParam("lang") @Nullable Language lang,
            @Context HttpHeaders headers,
            @Context UriInfo address) {
        return sheets(code, true, lang, headers, address);
    }

    private Response sheets(
            String code, boolean ofVillages, @Nullable Language lang, HttpHeaders headers, UriInfo address) {
        var site = settings.address().orElse(address.getBaseUri());
        var visit = visit(lang, headers, "/print/" + code + (ofVillages ? "/villages" : ""), Map.of());
        Function<Words, Pages.Made> making = words -> {
            // A province's villages are too many for one document.
            if (ofVillages && code.length() == Level.PROVINCE.codeLength()) {
                throw unknown();
            }
            var within = within(code, ofVillages ? Level.VILLAGE : null, Scope.NOWHERE);
            var page = PrintPage.of(within, ofVillages, site, visit, words);
            return new Pages.Made(within.place().mark(), Templates.print(visit, page));
        };
        return ofVillages
                ? pages.document(visit, site.toString(), headers, making)
                : pages.answer(visit, site.toString(), headers, making);
    }

    @GET
    @Path("about")
    @Operation(operationId = "showAbout", hidden = true)
    public Response about(@QueryParam("lang") @Nullable Language lang, @Context HttpHeaders headers) {
        var visit = visit(lang, headers, "/about", Map.of(), signIn.visitor(), "");
        return pages.answer(visit, headers, words -> {
            var place = reader.whole();
            var page = AboutPage.of(
                    place,
                    reconciliations.latest(Long.MAX_VALUE, CENSUSES),
                    borders.borders().isPresent(),
                    settings.bordersSource().orElse(""),
                    visit,
                    words);
            return new Pages.Made(place.mark(), Templates.about(visit, page));
        });
    }

    @GET
    @Path("about/{file}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "downloadAreas", hidden = true)
    public Response download(
            @PathParam("file") String file, @QueryParam("lang") @Nullable Language lang, @Context HttpHeaders headers) {
        var download = Download.named(file).orElseThrow(() -> ProblemException.notFound("not-found"));
        var visit = visit(lang, headers, FileLinks.PATH + file, Map.of());
        return pages.download(download, visit, headers, words -> {
            if (download.level() == Level.PROVINCE) {
                var place = reader.whole();
                return new Pages.Listed(place.mark(), AreaList.of(place, words));
            }
            var within = reader.within(download.level());
            return new Pages.Listed(
                    within.place().mark(), AreaList.of(within.place(), download.level(), within.parts(), words));
        });
    }

    @GET
    @Path("live")
    @Blocking
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @ResponseHeader(name = "X-Accel-Buffering", value = "no")
    @Operation(operationId = "followFigures", hidden = true)
    public Multi<OutboundSseEvent> live(@HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @Nullable String lastEventId) {
        var moves = reader.moves(lastEventId);
        followers.take(FOLLOWERS, 1);
        return moves.onTermination().invoke(() -> followers.giveBack(FOLLOWERS, 1));
    }

    private Within within(String code, @Nullable Level level, Scope reach) {
        return reader.area(code, level, reach).orElseThrow(PagesResource::unknown);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("area-not-found");
    }

    /** What is printed or taken along is for all, and so the same for all. */
    private static Visit visit(
            @Nullable Language lang, HttpHeaders headers, String path, Map<String, String> parameters) {
        return new Visit(Language.of(lang, headers), lang != null, path, parameters);
    }

    private Visit visit(
            @Nullable Language lang,
            HttpHeaders headers,
            String path,
            Map<String, String> parameters,
            Visitor visitor,
            String area) {
        var language = Language.of(lang, headers);
        return new Visit(language, lang != null, path, parameters, viewers.of(visitor, area, language));
    }

    private static void keep(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }
}
