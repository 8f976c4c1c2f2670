package id.desaterlindungi.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tokens as a stranger would make them, each but for one thing like a good one. */
final class ForgedTokens {
    private final JWTClaimsSet good;
    private final RSAKey key;
    private final Map<String, String> forged = new LinkedHashMap<>();

    private ForgedTokens(JWTClaimsSet good, RSAKey key) {
        this.good = good;
        this.key = key;
    }

    /** By what is wrong with each. */
    static Map<String, String> of(Map<String, Object> claims, RSAKey key) {
        var builder = new JWTClaimsSet.Builder()
                .issueTime(in(Duration.ofMinutes(-1)))
                .expirationTime(in(Duration.ofHours(1)));
        claims.forEach(builder::claim);
        var tokens = new ForgedTokens(builder.build(), key);
        try {
            tokens.forge();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return tokens.forged;
    }

    private void forge() throws JOSEException {
        claim("expired", "exp", in(Duration.ofMinutes(-5)));
        claim("without an end", "exp", null);
        claim("not yet valid", "nbf", in(Duration.ofMinutes(30)));
        claim("of another issuer", "iss", good.getIssuer() + "/other");
        claim("for another audience", "aud", "another-service");
        claim("without an audience", "aud", null);
        claim("without a subject", "sub", null);
        forged.put("unsigned", new PlainJWT(good).serialize());
        var publicKey = key.toRSAPublicKey();
        sign(
                "signed with the public key as a secret",
                header(JWSAlgorithm.HS256),
                new MACSigner(publicKey.getEncoded()));
        sign(
                "signed with the public key's text as a secret",
                header(JWSAlgorithm.HS256),
                new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        var other = new RSAKeyGenerator(2048).keyID("other").generate();
        var stranger = new RSASSASigner(other);
        sign("signed with another key", header(JWSAlgorithm.RS256), stranger);
        sign("signed with an unknown key", new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("other"), stranger);
        sign(
                "with its key in the header",
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("other").jwk(other.toPublicJWK()),
                stranger);
        sign(
                "with its key's address in the header",
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("other")
                        .jwkURL(URI.create("http://localhost:1/keys.json")),
                stranger);
    }

    private void claim(String fault, String name, @Nullable Object value) throws JOSEException {
        var claims = new JWTClaimsSet.Builder(good).claim(name, value).build();
        put(fault, header(JWSAlgorithm.RS256), claims, new RSASSASigner(key));
    }

    private void sign(String fault, JWSHeader.Builder header, JWSSigner signer) throws JOSEException {
        put(fault, header, good, signer);
    }

    private void put(String fault, JWSHeader.Builder header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header.build(), claims);
        token.sign(signer);
        forged.put(fault, token.serialize());
    }

    private JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).keyID(key.getKeyID());
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }
}
