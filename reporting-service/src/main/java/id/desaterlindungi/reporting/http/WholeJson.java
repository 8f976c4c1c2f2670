package id.desaterlindungi.reporting.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import id.desaterlindungi.reporting.problem.Finding;
import id.desaterlindungi.reporting.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a JSON body before anything is made of it, so that what is wrong with it as JSON is told as what it is and
 * where it stands: one value in UTF-8 and nothing behind it, each key once, nothing so deep or long that reading it takes
 * its time.
 */
@Provider
@Priority(Priorities.USER + 1) // What is read here is in memory already, held to a size by BodyGate.
class WholeJson implements ReaderInterceptor {
    /** No operation's body has more than 5 levels. */
    private static final int DEEPEST = 32;

    /** A double's longest form has some 25 characters. */
    private static final int LONGEST_NUMBER = 50;

    /** Bounds of its own, tighter than the parser's, which would be told as JSON that is malformed. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Set<String> NO_KEYS = Set.of();

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        // An operation that takes the body as a stream says itself what may be in it.
        if (isJson(context.getMediaType()) && context.getType() != InputStream.class) {
            var body = context.getInputStream().readAllBytes();
            var fault = fault(body);
            if (fault != null) {
                throw ProblemException.badRequest("body-unreadable", fault);
            }
            context.setInputStream(new ByteArrayInputStream(body));
        }
        return context.proceed();
    }

    private static boolean isJson(@Nullable MediaType type) {
        if (type == null) {
            return false;
        }
        var subtype = type.getSubtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }

    private static @Nullable Finding fault(byte[] body) throws IOException {
        if (isOfWideCharacters(body)) {
            return Finding.at("", "json-encoding");
        }
        var utf8 = isUtf8(body);
        try (var json = JSON.createParser(body)) {
            try {
                var fault = fault(json, utf8);
                return fault != null || utf8 ? fault : Finding.at("", "json-encoding");
            } catch (StreamReadException e) {
                return utf8 ? Finding.at("", "json-malformed") : at(json, "json-encoding");
            }
        }
    }

    private static @Nullable Finding fault(JsonParser json, boolean utf8) throws IOException {
        var keys = new ArrayDeque<Set<String>>();
        for (var token = json.nextToken(); token != null; token = json.nextToken()) {
            switch (token) {
                case START_OBJECT -> keys.push(new HashSet<>());
                case START_ARRAY -> keys.push(NO_KEYS);
                case END_OBJECT, END_ARRAY -> keys.pop();
                case FIELD_NAME -> {
                    var key = json.currentName();
                    if (PlainText.isBroken(key)) {
                        return Finding.at("", "text-broken");
                    }
                    if (!keys.element().add(key)) {
                        return at(json, "json-key-repeated");
                    }
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    if (json.getTextLength() > LONGEST_NUMBER) {
                        return at(json, "number-too-long", LONGEST_NUMBER);
                    }
                    if (!isNumber(json.getText())) {
                        return at(json, "number-too-large");
                    }
                }
                case VALUE_STRING -> {
                    if (!utf8) {
                        json.finishToken(); // Fails here, where it can be told which text it is.
                    }
                }
                default -> {
                    // true, false and null are right wherever the parser takes them.
                }
            }
            if (keys.size() > DEEPEST) {
                return Finding.at("", "json-too-deep", DEEPEST);
            }
            if (keys.isEmpty()) {
                return isFollowed(json) ? Finding.at("", "json-trailing") : null;
            }
        }
        return null;
    }

    /** An exponent beyond those of Java's numbers is found out only when somebody asks for the number. */
    private static boolean isNumber(String text) {
        try {
            return new BigDecimal(text).precision() > 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isFollowed(JsonParser json) throws IOException {
        try {
            return json.nextToken() != null;
        } catch (StreamReadException e) {
            return true;
        }
    }

    private static Finding at(JsonParser json, String code, Object... arguments) {
        return Finding.at(json.getParsingContext().pathAsPointer().toString(), code, arguments);
    }

    /** UTF-16 or UTF-32 without a byte order mark, whose bytes UTF-8 does not have: JSON begins in ASCII, beside which a zero is then. */
    private static boolean isOfWideCharacters(byte[] body) {
        for (var i = 0; i < Math.min(body.length, 4); i++) {
            if (body[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
