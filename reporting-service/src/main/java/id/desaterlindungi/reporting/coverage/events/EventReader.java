package id.desaterlindungi.reporting.coverage.events;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.util.AccessPattern;
import id.desaterlindungi.reporting.area.AreaKind;
import id.desaterlindungi.reporting.coverage.Status;
import id.desaterlindungi.reporting.coverage.events.EventContent.BudgetAmounts;
import id.desaterlindungi.reporting.coverage.events.EventContent.CensusTaken;
import id.desaterlindungi.reporting.coverage.events.EventContent.Change;
import id.desaterlindungi.reporting.coverage.events.EventContent.Ignored;
import id.desaterlindungi.reporting.coverage.events.EventContent.ParticipantChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.Unreadable;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageBudgeted;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageChange;
import id.desaterlindungi.reporting.coverage.events.EventContent.VillageFacts;
import id.desaterlindungi.reporting.coverage.events.Received.Event;
import id.desaterlindungi.reporting.coverage.events.Received.TopicRecord;
import id.desaterlindungi.reporting.coverage.events.Received.Unplaced;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the contract's two forms, CloudEvents in binary mode from the topic and as a JSON batch from the feed. Strict where
 * the contract closes a set (a wrong figure is worse than a parked event), open where it may grow: types and fields it does
 * not know pass. Never throws for what a record says.
 */
public final class EventReader {
    private static final int WORTH_SHARING = 2_000;
    private static final int LONGEST_POSITION = 15;
    private static final Pattern SAMPLED = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f][13579bdf]");

    private static final Unreadable NO_TIME = new Unreadable("ce_time is missing or not a time");

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            // The default message quotes the source; what a body held must reach neither a log nor a table.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addModule(new SimpleModule()
                    .addDeserializer(LocalDate.class, new BusinessDate())
                    .addDeserializer(Integer.TYPE, new WholeNumber<>(Integer.TYPE, BigDecimal::intValueExact))
                    .addDeserializer(Long.TYPE, new WholeNumber<>(Long.TYPE, BigDecimal::longValueExact))
                    .addDeserializer(Long.class, new WholeNumber<>(Long.class, BigDecimal::longValueExact))
                    .addDeserializer(AreaKind.class, new Kind()))
            .build();

    private static final String PREFIX = "id.desaterlindungi.";
    private static final Map<String, Reading<?>> READINGS = Map.of(
            PREFIX + "participant.enrolled.v1",
            Reading.of(ParticipantBody.class, body -> body.toContent(Change.ENROLLED)),
            PREFIX + "participant.corrected.v1",
            Reading.of(ParticipantBody.class, body -> body.toContent(Change.CORRECTED)),
            PREFIX + "participant.transferred.v1",
            Reading.of(ParticipantBody.class, body -> body.toContent(Change.TRANSFERRED)),
            PREFIX + "participant.status-changed.v1",
            Reading.of(ParticipantBody.class, body -> body.toContent(Change.STATUS_CHANGED)),
            PREFIX + "village.registered.v1",
            Reading.of(RegisteredBody.class, RegisteredBody::toContent),
            PREFIX + "village.updated.v1",
            Reading.of(VillageBody.class, VillageBody::toContent),
            PREFIX + "village.closed.v1",
            Reading.of(VillageBody.class, VillageBody::toContent),
            PREFIX + "village.budgeted.v1",
            Reading.of(BudgetBody.class, BudgetBody::toContent),
            PREFIX + "register.census.v1",
            Reading.of(CensusBody.class, CensusBody::toContent));

    private static final Set<String> FIELDS = Stream.of(
                    ParticipantBody.class,
                    VillageBody.class,
                    RegisteredBody.class,
                    BudgetBody.class,
                    CensusBody.class,
                    Facets.class,
                    VillageFacts.class,
                    BudgetAmounts.class)
            .flatMap(body -> Arrays.stream(body.getRecordComponents()))
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private EventReader() {}

    /** How the body of one type becomes content. */
    private record Reading<B>(ObjectReader reader, Class<B> body, Function<B, EventContent> toContent) {
        static <B> Reading<B> of(Class<B> body, Function<B, EventContent> toContent) {
            return new Reading<>(JSON.readerFor(body), body, toContent);
        }

        @Nullable
        EventContent read(Source source) throws IOException {
            var read = body.cast(source.read(reader));
            return read == null ? null : toContent.apply(read);
        }
    }

    private record ParticipantBody(LocalDate on, @Nullable Facets before, Facets after) {
        ParticipantBody {
            Objects.requireNonNull(on, "on");
            Objects.requireNonNull(after, "after");
        }

        EventContent toContent(Change change) {
            return (change == Change.ENROLLED) == (before == null)
                    ? new ParticipantChange(change, on, before, after)
                    : new Unreadable("an enrollment, and nothing else, has no before");
        }
    }

    private record VillageBody(
            String villageCode, LocalDate on, @Nullable VillageFacts before, VillageFacts after) {
        VillageBody {
            VillageCode.check(Objects.requireNonNull(villageCode, "villageCode"));
            Objects.requireNonNull(on, "on");
            Objects.requireNonNull(after, "after");
        }

        EventContent toContent() {
            return new VillageChange(villageCode, on, null, before, after);
        }
    }

    private record RegisteredBody(String villageCode, String name, LocalDate on, VillageFacts after) {
        RegisteredBody {
            VillageCode.check(Objects.requireNonNull(villageCode, "villageCode"));
            Objects.requireNonNull(on, "on");
            Objects.requireNonNull(after, "after");
            if (name.isBlank() || name.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("name");
            }
            ContractLimits.check("name", name.codePointCount(0, name.length()), 1, ContractLimits.LONGEST_NAME);
        }

        EventContent toContent() {
            return new VillageChange(villageCode, on, name, null, after);
        }
    }

    private record BudgetBody(String villageCode, int year, BudgetAmounts after) {
        BudgetBody {
            VillageCode.check(Objects.requireNonNull(villageCode, "villageCode"));
            Objects.requireNonNull(after, "after");
            ContractLimits.check("year", year, ContractLimits.FIRST_BUDGET_YEAR, ContractLimits.LAST_BUDGET_YEAR);
        }

        EventContent toContent() {
            return new VillageBudgeted(villageCode, year, after);
        }
    }

    private record CensusBody(UUID censusId, List<Status> statuses, Map<String, List<Long>> villages) {
        CensusBody {
            Objects.requireNonNull(censusId, "censusId");
            statuses = List.copyOf(Objects.requireNonNull(statuses, "statuses"));
            if (statuses.isEmpty() || statuses.stream().distinct().count() != statuses.size()) {
                throw new IllegalArgumentException("statuses");
            }
            var columns = statuses.size();
            Objects.requireNonNull(villages, "villages").forEach((village, people) -> {
                VillageCode.check(village);
                if (people.size() != columns) {
                    throw new IllegalArgumentException("villages");
                }
                people.forEach(number -> ContractLimits.check(
                        "villages", Objects.requireNonNull(number, "villages"), 0, ContractLimits.MOST_PEOPLE));
            });
        }

        EventContent toContent() {
            return new CensusTaken(censusId, statuses, villages);
        }
    }

    /**
     * Exactly the contract's form, four-digit year first; by hand, since a formatter would cost more than the rest of an event. Of a
     * day outside the contract's limits {@link ContractLimits#nearest} is read.
     */
    private static final class BusinessDate extends StdDeserializer<LocalDate> {
        private static final long serialVersionUID = 1L;
        private static final Pattern FORM = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

        BusinessDate() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            try {
                if (FORM.matcher(text).matches()) {
                    return ContractLimits.nearest(LocalDate.of(
                            Integer.parseInt(text, 0, 4, 10),
                            Integer.parseInt(text, 5, 7, 10),
                            Integer.parseInt(text, 8, 10, 10)));
                }
            } catch (DateTimeException e) {
                // Answered below, as any other text that is no day.
            }
            throw context.weirdStringException("", LocalDate.class, "not a date");
        }
    }

    /** JSON Schema has one kind of number: {@code 5.0} is as whole as {@code 5}. */
    private static final class WholeNumber<N extends Number> extends StdDeserializer<N> {
        private static final long serialVersionUID = 1L;

        private final transient Function<BigDecimal, N> exact;

        /** @param type null is none where it is primitive */
        WholeNumber(Class<N> type, Function<BigDecimal, N> exact) {
            super(type);
            this.exact = exact;
        }

        @Override
        public N deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken().isNumeric()) {
                try {
                    return exact.apply(parser.getDecimalValue());
                } catch (ArithmeticException | NumberFormatException e) {
                    // Answered below, as any other number that does not fit.
                }
            }
            throw context.weirdStringException("", handledType(), "not a whole number");
        }

        @Override
        public @Nullable N getNullValue(DeserializationContext context) throws JsonMappingException {
            return handledType().isPrimitive() ? context.reportInputMismatch(this, "a number is missing") : null;
        }

        @Override
        public AccessPattern getNullAccessPattern() {
            return AccessPattern.DYNAMIC;
        }
    }

    private static final class Kind extends StdDeserializer<AreaKind> {
        private static final long serialVersionUID = 1L;

        Kind() {
            super(AreaKind.class);
        }

        @Override
        public AreaKind deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return AreaKind.of(parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "");
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException("", AreaKind.class, "not a kind of area");
            }
        }
    }

    /** In their order; on all cores where there are many. */
    public static List<Received> read(List<ConsumerRecord<byte[], byte[]>> messages) {
        var stream = messages.size() < WORTH_SHARING ? messages.stream() : messages.parallelStream();
        return stream.map(EventReader::read).toList();
    }

    public static Received read(ConsumerRecord<byte[], byte[]> message) {
        var record = new TopicRecord(message.offset(), recordedAt(message));
        var sequence = header(message, "ce_sequence");
        Long position = sequence == null ? null : position(sequence);
        if (position == null) {
            return new Unplaced(
                    record, null, sequence == null ? "ce_sequence is missing" : "ce_sequence is not a position");
        }
        var traceparent = sampled(header(message, "traceparent"));
        var at = EventTime.read(header(message, "ce_time"));
        if (at == null) {
            return new Event(position, record.recordedAt(), NO_TIME, record, traceparent);
        }
        var body = message.value();
        var content = content(
                header(message, "ce_type"), reader -> body == null ? null : reader.readValue(body, 0, body.length));
        return new Event(position, at, content, record, traceparent);
    }

    /** @throws IllegalStateException when the answer is no batch of CloudEvents with positions: then the feed is at fault. */
    public static List<Event> readBatch(byte[] batch) {
        JsonNode items;
        try {
            items = JSON.readTree(batch);
        } catch (IOException e) {
            throw new IllegalStateException("The feed's answer is not JSON", e);
        }
        if (!items.isArray()) {
            throw new IllegalStateException("The feed's answer is not a batch of events");
        }
        var events = new ArrayList<Event>(items.size());
        for (var item : items) {
            var position = position(item.path("sequence").asText());
            var time = item.path("time").textValue();
            if (position == null || time == null) {
                throw new IllegalStateException("An event of the feed has no position or no time");
            }
            var at = EventTime.read(time);
            if (at == null) {
                events.add(new Event(position, Instant.now(), NO_TIME, null, null));
                continue;
            }
            var content = content(
                    item.path("type").textValue(),
                    reader -> item.hasNonNull("data") ? reader.readValue(item.get("data")) : null);
            events.add(new Event(
                    position,
                    at,
                    content,
                    null,
                    sampled(item.path("traceparent").textValue())));
        }
        return events;
    }

    /** Where a body comes from. */
    private interface Source {
        @Nullable
        Object read(ObjectReader reader) throws IOException;
    }

    private static EventContent content(@Nullable String type, Source source) {
        if (type == null) {
            return new Unreadable("ce_type is missing");
        }
        Reading<?> reading = READINGS.get(type);
        if (reading == null) {
            return new Ignored();
        }
        try {
            var content = reading.read(source);
            return content == null ? new Unreadable("the body is empty") : content;
        } catch (JsonMappingException e) {
            return new Unreadable("the body breaks the contract at " + path(e));
        } catch (JacksonException e) {
            return new Unreadable("the body is not JSON");
        } catch (IOException e) {
            return new Unreadable("the body cannot be read");
        }
    }

    /** Of what the contract names; a key that the sender chose could be anything. */
    private static String path(JsonMappingException e) {
        var path = e.getPath().stream()
                .map(step -> step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : FIELDS.contains(step.getFieldName()) ? step.getFieldName() : "*")
                .collect(Collectors.joining("/", "/", ""));
        return path.length() > 200 ? path.substring(0, 200) : path;
    }

    private static @Nullable String header(ConsumerRecord<?, ?> message, String name) {
        var header = message.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static @Nullable Long position(String digits) {
        var length = digits.length();
        if (length == 0 || length > LONGEST_POSITION || digits.charAt(0) == '0') {
            return null;
        }
        var position = 0L;
        for (var i = 0; i < length; i++) {
            var digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return null;
            }
            position = position * 10 + digit;
        }
        return position;
    }

    /** Where the topic takes the sender's word for it, it can be any number; still the same each time that it is read. */
    private static Instant recordedAt(ConsumerRecord<?, ?> message) {
        return Instant.ofEpochMilli(
                Math.clamp(message.timestamp(), EventTime.EARLIEST.toEpochMilli(), EventTime.LATEST.toEpochMilli()));
    }

    private static @Nullable String sampled(@Nullable String traceparent) {
        return traceparent != null && SAMPLED.matcher(traceparent).matches() ? traceparent : null;
    }
}
