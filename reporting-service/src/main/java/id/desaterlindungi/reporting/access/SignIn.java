package id.desaterlindungi.reporting.access;

import id.desaterlindungi.reporting.access.Visitor.Guest;
import id.desaterlindungi.reporting.access.Visitor.Office;
import id.desaterlindungi.reporting.problem.ProblemException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.IdTokenCredential;
import io.quarkus.oidc.OidcSession;
import io.quarkus.oidc.TenantIdentityProvider;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.oidc.runtime.TenantConfigBean;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Lets people sign in on the pages, and knows them again. Who somebody is, the access token of the session says: it is verified as the
 * API verifies tokens, and {@link Caller} and {@link Rights} read it as they read those.
 *
 * <p>Nothing is asked of the issuer, and nobody is sent there, for who has not signed in.
 */
@ApplicationScoped
public class SignIn {
    public static final String FAILED = "/sign-in/failed";

    /** A parameter of where somebody is led who comes back from the issuer. */
    public static final String ANSWERED = "answered";

    /** Behind the door that sends away who asks too much. */
    private static final int PRIORITY = 200;

    /** Of the issuer's answers. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** The cookie that says when the session ends if nobody opens a page; for the script's askings alone. */
    private static final String UNTIL = "pages_until";

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

    /** At once, in tabs of one browser. */
    private static final int MOST_BEGUN = 5;

    private static final Duration LONGEST_SIGN_OF_LIFE = Duration.ofSeconds(2);

    private static final Pattern OF_SESSION = Pattern.compile(PagesTenant.COOKIE + "(?:_chunk_[1-9][0-9]?)?");

    private static final Logger LOG = Logger.getLogger(SignIn.class);

    private final SignInSettings settings;
    private final PagesTenant tenant;
    private final OidcAuthenticationMechanism flow;
    private final IdentityProviderManager providers;
    private final TenantIdentityProvider tokensOfTheApi;
    private final TenantConfigBean issuers;
    private final OidcSession session;
    private final RoutingContext exchange;

    /** @param exchange the present request */
    SignIn(
            SignInSettings settings,
            PagesTenant tenant,
            OidcAuthenticationMechanism flow,
            IdentityProviderManager providers,
            TenantIdentityProvider tokensOfTheApi,
            TenantConfigBean issuers,
            OidcSession session,
            RoutingContext exchange) {
        this.settings = settings;
        this.tenant = tenant;
        this.flow = flow;
        this.providers = providers;
        this.tokensOfTheApi = tokensOfTheApi;
        this.issuers = issuers;
        this.session = session;
        this.exchange = exchange;
    }

    public boolean isOffered() {
        return tenant.isThere();
    }

    /** Who looks, by the session that the browser brings along. One that is spent, or was tampered with, is none. */
    public Visitor visitor() {
        return identity().map(this::visitor).orElse(Visitor.ANYBODY);
    }

    /**
     * The address of the issuer where somebody signs in. It leads back to the address that was asked for.
     *
     * @throws ProblemException 503 where the issuer does not answer
     */
    public URI begin() {
        PagesTenant.ask(exchange);
        forgetOthers();
        var challenge = answer(() -> flow.getChallenge(exchange)).orElseThrow(SignIn::unavailable);
        return Optional.ofNullable(challenge.getHeaders().get(HttpHeaders.LOCATION))
                .filter(_ -> issuerAnswers())
                .map(URI::create)
                .orElseThrow(SignIn::unavailable);
    }

    /** A browser keeps a cookie for each time that it was sent to the issuer; too many would fill the head of its requests. */
    private void forgetOthers() {
        var begun = exchange.request().cookies().stream()
                .filter(cookie -> cookie.getName().startsWith(PagesTenant.COOKIE_OF_BEGUN))
                .toList();
        if (begun.size() >= MOST_BEGUN) {
            begun.forEach(cookie -> cookie.setValue("").setMaxAge(0).setPath("/"));
        }
    }

    /** Its pages would be asked for by the browser alone, and show whatever a browser shows of a dead address. */
    private boolean issuerAnswers() {
        var issuer = issuers.getStaticTenant(PagesTenant.ID);
        try {
            return issuer.getOidcProviderClient()
                            .getWebClient()
                            .getAbs(issuer.getOidcMetadata().getDiscoveryUri())
                            .send()
                            .await()
                            .atMost(LONGEST_SIGN_OF_LIFE)
                            .statusCode()
                    < HttpResponseStatus.INTERNAL_SERVER_ERROR.code();
        } catch (RuntimeException e) { // Whatever the connection failed with.
            return false;
        }
    }

    private static ProblemException unavailable() {
        return ProblemException.of(Status.SERVICE_UNAVAILABLE, "sign-in-unavailable");
    }

    /**
     * Ends the session in this browser.
     *
     * @param back where the issuer leads to when it has ended its own session
     * @return where the issuer ends its own; empty where it has no such address, or there was no session
     */
    public Optional<URI> end(URI back) {
        var idToken = identity()
                .map(identity -> identity.getCredential(IdTokenCredential.class))
                .map(IdTokenCredential::getToken);
        PagesTenant.ask(exchange);
        session.logout().await().atMost(LONGEST);
        if (exchange.request().getCookie(UNTIL) != null) {
            exchange.response()
                    .addCookie(shut(Cookie.cookie(UNTIL, ""), exchange).setMaxAge(0));
        }
        return idToken.flatMap(token -> Optional.ofNullable(issuers.getStaticTenant(PagesTenant.ID)
                        .getOidcMetadata()
                        .getEndSessionUri())
                .map(end -> UriBuilder.fromUri(end)
                        .queryParam("client_id", settings.clientId())
                        .queryParam("id_token_hint", token)
                        .queryParam("post_logout_redirect_uri", "{back}")
                        .build(back)));
    }

    private Optional<SecurityIdentity> identity() {
        if (!isOffered() || !hasSession(exchange)) {
            return Optional.empty();
        }
        PagesTenant.ask(exchange);
        var identity = answer(() -> flow.authenticate(exchange, providers));
        identity.ifPresent(_ -> keep(exchange));
        return identity;
    }

    /** Empty where there is none, where it is refused, and where it takes too long. */
    private static <T> Optional<T> answer(Supplier<Uni<T>> asked) {
        try {
            return Optional.ofNullable(asked.get().await().atMost(LONGEST));
        } catch (RuntimeException e) { // Whatever a browser sends in a cookie: the pages are open to it as to all.
            if (!isRefusal(e)) {
                LOG.warnf("Not signed in cause=%s", e.getClass().getSimpleName());
            }
            return Optional.empty();
        }
    }

    private Visitor visitor(SecurityIdentity signedIn) {
        return Optional.ofNullable(signedIn.getCredential(AccessTokenCredential.class))
                .flatMap(
                        token -> answer(() -> tokensOfTheApi.authenticate(new AccessTokenCredential(token.getToken()))))
                .map(identity -> visitor(new Caller(identity)))
                .orElseGet(() -> new Guest(Role.NONE, "token-refused"));
    }

    private static Visitor visitor(Caller caller) {
        try {
            var role = caller.role();
            var reach = caller.scope();
            if (Visitor.SHOWN.stream()
                    .allMatch(operation -> Rights.to(operation).orElseThrow().allows(caller))) {
                return new Office(role, reach);
            }
            return new Guest(role, role == Role.NONE ? "role-missing" : "role-public");
        } catch (ProblemException e) {
            return new Guest(Role.NONE, String.valueOf(e.getMessage())); // Its message is its code.
        }
    }

    void open(@Observes Filters filters) {
        filters.register(this::handle, PRIORITY);
    }

    /** The issuer's answer, whatever it adds to it, is for the platform alone: no operation describes it. */
    private void handle(RoutingContext answer) {
        dropStrange(answer);
        if (isOffered() && answer.request().query() != null && hasSession(answer)) {
            // Text of an address that stands in a page beside an office's numbers would tell them by how well both
            // compress together,
            // to whoever makes the browser ask and watches the line.
            answer.addHeadersEndHandler(
                    _ -> answer.response().putHeader(HttpHeaders.CONTENT_ENCODING, HttpHeaders.IDENTITY));
        }
        if (!isOffered()
                || !answer.request().path().equals(PagesTenant.DONE)
                || !answer.request().method().equals(HttpMethod.GET)) {
            answer.next();
            return;
        }
        PagesTenant.ask(answer);
        Uni.createFrom()
                .deferred(() -> flow.authenticate(answer, providers))
                .subscribe()
                .with(
                        _ -> lead(answer, FAILED), // It brought no cookie of somebody who was sent there.
                        failure -> {
                            if (failure instanceof AuthenticationRedirectException redirect) {
                                keep(answer);
                                var to = withinHere(URI.create(redirect.getRedirectUri()));
                                lead(answer, to + (to.contains("?") ? "&" : "?") + ANSWERED + "=true");
                            } else {
                                LOG.warnf(
                                        "Sign-in failed cause=%s",
                                        isRefusal(failure)
                                                ? "refused"
                                                : failure.getClass().getSimpleName());
                                lead(answer, FAILED);
                            }
                        });
    }

    /** The platform writes how it was called itself, which a proxy in front that ends TLS does otherwise. */
    private static String withinHere(URI to) {
        return to.getRawPath() + (to.getRawQuery() == null ? "" : "?" + to.getRawQuery());
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof AuthenticationFailedException || failure instanceof AuthenticationCompletionException;
    }

    private static void lead(RoutingContext answer, String to) {
        answer.response()
                .setStatusCode(HttpResponseStatus.SEE_OTHER.code())
                .putHeader(HttpHeaders.LOCATION, to)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end();
    }

    /**
     * Tokens say how long they are valid; a session ends a while after the last page that somebody opened, and each puts that off. A page
     * that stays open and asks for itself again by script does not, though the tokens are renewed for it.
     */
    private void keep(RoutingContext of) {
        var left = isByScript(of) ? left(of) : settings.idle().toSeconds();
        of.request().cookies().stream()
                .filter(cookie -> isOfSession(cookie) && !cookie.getValue().isEmpty())
                .forEach(cookie -> shut(cookie, of).setMaxAge(left));
        if (!isByScript(of)) {
            var until = Instant.now().plusSeconds(left).getEpochSecond();
            of.response()
                    .addCookie(shut(Cookie.cookie(UNTIL, String.valueOf(until)), of)
                            .setMaxAge(left));
        }
    }

    /** Browsers say so of pages that come by HTTPS. */
    private static boolean isByScript(RoutingContext of) {
        return "empty".equals(of.request().getHeader("Sec-Fetch-Dest"));
    }

    /** In seconds; none where the browser does not say. */
    private long left(RoutingContext of) {
        var until = of.request().getCookie(UNTIL);
        if (until == null || !SECONDS.matcher(until.getValue()).matches()) {
            return 0;
        }
        var left = Long.parseLong(until.getValue()) - Instant.now().getEpochSecond();
        return Math.clamp(left, 0, settings.idle().toSeconds());
    }

    private Cookie shut(Cookie cookie, RoutingContext of) {
        return cookie.setPath("/")
                .setHttpOnly(true)
                .setSecure(tenant.isSecure() || of.request().isSSL())
                .setSameSite(CookieSameSite.LAX);
    }

    /** The platform fails at names that are almost those of a session's cookies; a page of a neighbouring site can set them. */
    private static void dropStrange(RoutingContext of) {
        of.request().cookies().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(PagesTenant.COOKIE)
                        && !OF_SESSION.matcher(name).matches())
                .toList()
                .forEach(name -> of.response().removeCookie(name, false));
    }

    private static boolean hasSession(RoutingContext of) {
        return of.request().cookies().stream().anyMatch(SignIn::isOfSession);
    }

    private static boolean isOfSession(Cookie cookie) {
        return OF_SESSION.matcher(cookie.getName()).matches();
    }
}
