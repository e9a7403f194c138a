package dev.cairn.embedded.query;

import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.session.ServerSession;
import dev.cairn.embedded.words.EmbeddedRule;
import dev.cairn.sql.ast.Span;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates the functions by which clients inquire about the server, and a few others that their queries contain. */
public final class SessionFunctions {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final Set<String> WITHOUT_ARGUMENTS = Set.of(
            "version",
            "current_version",
            "database",
            "schema",
            "user",
            "session_user",
            "current_user",
            "connection_id",
            "current_role",
            "catalog",
            "now",
            "current_timestamp",
            "localtime",
            "localtimestamp",
            "utc_timestamp",
            "curdate",
            "current_date",
            "curtime",
            "current_time",
            "unix_timestamp",
            "uuid",
            "last_query_id");
    /** The functions that have the same meaning for arguments of any type. */
    private static final Set<String> WITH_ARGUMENTS = Set.of(
            "concat",
            "coalesce",
            "ifnull",
            "if",
            "nullif",
            "lower",
            "lcase",
            "upper",
            "ucase",
            "length",
            "char_length",
            "character_length",
            "sleep");

    private final ServerSession session;
    private final InstantSource clock;
    private final String serverVersion;
    private int uuids;

    public SessionFunctions(ServerSession session, InstantSource clock, String serverVersion) {
        this.session = session;
        this.clock = clock;
        this.serverVersion = serverVersion;
    }

    static boolean knows(String name, int arguments) {
        String function = name.toLowerCase(Locale.ROOT);
        return arguments == 0 ? WITHOUT_ARGUMENTS.contains(function) : WITH_ARGUMENTS.contains(function);
    }

    @Nullable
    Object value(String name, List<@Nullable Object> arguments, Span at) {
        String function = name.toLowerCase(Locale.ROOT);
        return arguments.isEmpty() ? withoutArguments(function, at) : withArguments(function, arguments, at);
    }

    private @Nullable Object withoutArguments(String name, Span at) {
        return switch (name) {
            case "version" -> session.variables().value("version", false);
            case "current_version" -> serverVersion;
            case "database", "schema" -> session.database();
            case "user", "session_user" -> session.user().toString();
            case "current_user" -> session.user().toString();
            case "connection_id" -> (long) session.line().id();
            case "current_role" -> session.roles().isEmpty() ? "NONE" : String.join(", ", session.roles());
            case "catalog" -> "default_catalog";
            case "now", "current_timestamp", "localtime", "localtimestamp" -> now().format(DATE_TIME);
            case "utc_timestamp" -> now().format(DATE_TIME);
            case "curdate", "current_date" -> now().toLocalDate().toString();
            case "curtime", "current_time" -> now().format(TIME);
            case "unix_timestamp" -> clock.instant().getEpochSecond();
            case "uuid" -> newUuid().toString();
            case "last_query_id" -> null;
            default -> throw unknown(name, at);
        };
    }

    /** Returns a UUID of time, session and a counter: it is unique, but need not be unpredictable. */
    private UUID newUuid() {
        long number = (long) session.line().id() << Integer.SIZE | ++uuids;
        return new UUID(clock.instant().toEpochMilli(), number);
    }

    /** Returns the current time. The sessions of the embedded server use UTC. */
    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static @Nullable Object withArguments(String name, List<@Nullable Object> arguments, Span at) {
        if (arguments.size() < leastArguments(name)) {
            throw unknown(name, at);
        }
        Object first = arguments.get(0);
        return switch (name) {
            case "concat" -> arguments.contains(null) ? null : joined(arguments);
            case "coalesce", "ifnull" ->
                arguments.stream().filter(Objects::nonNull).findFirst().orElse(null);
            case "locate" -> located(first, arguments.get(1));
            case "if" -> Boolean.TRUE.equals(Values.truth(first)) ? arguments.get(1) : arguments.get(2);
            case "nullif" -> Values.equal(first, arguments.get(1)) ? null : first;
            case "now", "current_timestamp" -> throw unknown(name, at);
            default -> first == null ? null : ofText(name, Objects.requireNonNull(Values.text(first)), arguments, at);
        };
    }

    private static int leastArguments(String name) {
        return switch (name) {
            case "if", "replace" -> 3;
            case "locate", "nullif", "left", "substring", "substr", "mid", "starts_with" -> 2;
            default -> 1;
        };
    }

    /** Returns the position of a part, beginning at 1; 0 if the text does not contain it. */
    private static @Nullable Object located(@Nullable Object part, @Nullable Object whole) {
        return part == null || whole == null
                ? null
                : (Object) (long) (whole.toString().indexOf(part.toString()) + 1);
    }

    private static String joined(List<@Nullable Object> arguments) {
        return arguments.stream().map(Values::text).collect(Collectors.joining());
    }

    private static Object ofText(String name, String text, List<@Nullable Object> arguments, Span at) {
        return switch (name) {
            case "lower", "lcase" -> text.toLowerCase(Locale.ROOT);
            case "upper", "ucase" -> text.toUpperCase(Locale.ROOT);
            case "length" -> (long) text.getBytes(StandardCharsets.UTF_8).length;
            case "char_length", "character_length" -> (long) text.codePointCount(0, text.length());
            case "trim" -> text.strip();
            case "abs" -> Values.number(text).abs();
            case "left" -> text.substring(0, Math.min(text.length(), count(arguments, 1, at)));
            case "substring", "substr", "mid" -> part(text, arguments, at);
            case "replace" -> text.replace(String.valueOf(arguments.get(1)), String.valueOf(arguments.get(2)));
            case "sleep" -> slept(text);
            case "starts_with" -> text.startsWith(String.valueOf(arguments.get(1)));
            default -> throw unknown(name, at);
        };
    }

    private static String part(String text, List<@Nullable Object> arguments, Span at) {
        int start = Math.max(0, Math.min(text.length(), count(arguments, 1, at) - 1));
        int rest = text.length() - start;
        return text.substring(start, start + (arguments.size() > 2 ? Math.min(rest, count(arguments, 2, at)) : rest));
    }

    private static int count(List<@Nullable Object> arguments, int index, Span at) {
        Object count = arguments.get(index);
        if (count == null) {
            throw Refusal.analysis(at, EmbeddedRule.NUMBER_MISSING);
        }
        return Math.max(0, Values.number(count).intValue());
    }

    private static Object slept(String seconds) {
        try {
            Thread.sleep(Math.max(0, Values.number(seconds).movePointRight(3).longValue()));
            return true;
        } catch (InterruptedException hungUp) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Refusal unknown(String name, Span at) {
        return Refusal.analysis(at, EmbeddedRule.FUNCTION_NOT_FOUND, name);
    }
}
