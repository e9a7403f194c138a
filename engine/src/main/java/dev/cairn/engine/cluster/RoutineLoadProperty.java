package dev.cairn.engine.cluster;

import dev.cairn.engine.value.TimeZones;
import dev.cairn.refusal.Refusal;
import dev.cairn.refusal.ServerError;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.Span;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a Routine Load: the values that a server accepts, its defaults, and where it shows the values. A
 * server keeps some values in another form than they were written, so two loads are compared by the kept values.
 */
enum RoutineLoadProperty {
    DESIRED_CONCURRENT_NUMBER("desireTaskConcurrentNum", "5", true, new Form.WholeNumber(1, "> 0")),
    MAX_ERROR_NUMBER("maxErrorNum", "0", true, new Form.WholeNumber(0, ">= 0")),
    MAX_FILTER_RATIO("maxFilterRatio", "1.0", true, new Form.Ratio()),
    MAX_BATCH_INTERVAL("maxBatchIntervalS", "10", true, new Form.WholeNumber(5, ">= 5")),
    MAX_BATCH_ROWS("maxBatchRows", "200000", true, new Form.WholeNumber(200_000, ">= 200000")),
    TASK_CONSUME_SECOND("taskConsumeSecond", "15", true, new Form.WholeNumber(1, "> 0")),
    TASK_TIMEOUT_SECOND("taskTimeoutSecond", "60", true, new Form.WholeNumber(1, "> 0")),
    FORMAT("format", "csv", false, new Form.Choice(List.of("csv", "json", "avro"))),
    JSONPATHS("jsonpaths", "", true, new Form.Text()),
    STRIP_OUTER_ARRAY("strip_outer_array", "false", true, new Form.Flag()),
    JSON_ROOT("json_root", "", true, new Form.Text()),
    STRICT_MODE("strict_mode", "false", true, new Form.Flag()),
    PAUSE_ON_FATAL_PARSE_ERROR("pause_on_fatal_parse_error", "false", true, new Form.Flag()),
    /** The server assumes the time zone of the session that creates the load. */
    TIMEZONE("timezone", null, true, new Form.Zone()),
    PARTIAL_UPDATE("partial_update", "false", false, new Form.Flag()),
    MERGE_CONDITION("merge_condition", null, false, new Form.Text()),
    TRIM_SPACE("trim_space", "false", false, new Form.Flag()),
    ENCLOSE("enclose", "", false, new Form.SingleCharacter()),
    ESCAPE("escape", "", false, new Form.SingleCharacter()),
    LOG_REJECTED_RECORD_NUM("log_rejected_record_num", "0", false, new Form.WholeNumber(-1, ">= -1")),
    WAREHOUSE("warehouse", null, false, new Form.Text());

    /** A property that the server accepts and ignores. */
    static final String IGNORED_PROPERTY = "max_batch_size";

    private final String jobPropertyName;
    private final Optional<String> defaultValue;
    private final boolean isAlterable;

    @SuppressWarnings("ImmutableEnumChecker") // the forms are records of immutable values
    private final Form form;

    /** The values that a property accepts. */
    private sealed interface Form {
        record WholeNumber(long minimum, String condition) implements Form {}

        record Ratio() implements Form {}

        record Flag() implements Form {}

        record Text() implements Form {}

        /** A string; the server uses only its first character, and shows the code of that character. */
        record SingleCharacter() implements Form {}

        record Zone() implements Form {}

        record Choice(List<String> values) implements Form {}
    }

    /**
     * @param jobPropertyName the name of the property in the column JobProperties of SHOW ROUTINE LOAD
     * @param defaultValue the value that the server assumes; null if the value depends on more than the statement
     */
    RoutineLoadProperty(String jobPropertyName, @Nullable String defaultValue, boolean isAlterable, Form form) {
        this.jobPropertyName = jobPropertyName;
        this.defaultValue = Optional.ofNullable(defaultValue);
        this.isAlterable = isAlterable;
        this.form = form;
    }

    /** Returns the names of all properties that a server accepts. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(Set.of(IGNORED_PROPERTY));
        Arrays.stream(values()).map(RoutineLoadProperty::propertyName).forEach(names::add);
        return names;
    }

    static Optional<RoutineLoadProperty> find(String name) {
        return Arrays.stream(values())
                .filter(property -> property.propertyName().equals(name))
                .findFirst();
    }

    String propertyName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String jobPropertyName() {
        return jobPropertyName;
    }

    /** Returns the value that the server assumes; empty if the value depends on more than the statement. */
    Optional<String> defaultValue() {
        return defaultValue;
    }

    boolean isAlterable() {
        return isAlterable;
    }

    /** Returns whether the server keeps the property for messages of this format. */
    boolean appliesToFormat(String format) {
        return switch (this) {
            case TRIM_SPACE, ENCLOSE, ESCAPE -> format.equals("csv");
            case JSONPATHS -> !format.equals("csv");
            case STRIP_OUTER_ARRAY, JSON_ROOT -> format.equals("json");
            default -> true;
        };
    }

    /** Returns the values that a server accepts, in any case; empty if the values are not limited to a list. */
    List<String> allowedValues() {
        return form instanceof Form.Choice choice ? choice.values() : List.of();
    }

    /**
     * Returns a value as the server keeps it.
     *
     * @throws Refusal if the server does not accept it
     */
    String normalize(ClusterItem item) {
        String value = item.value();
        if (form instanceof Form.WholeNumber numberForm) {
            return normalizeNumber(value, numberForm, item.span());
        }
        if (form instanceof Form.Ratio) {
            return normalizeRatio(value, item.span());
        }
        if (form instanceof Form.Flag) {
            return Boolean.toString(value.equalsIgnoreCase("true"));
        }
        if (form instanceof Form.SingleCharacter) {
            if (value.isEmpty()) {
                throw Refusal.ofExecution(item.span(), ClusterRule.LOAD_CHARACTER_EMPTY, propertyName());
            }
            return value.substring(0, 1);
        }
        if (form instanceof Form.Zone) {
            try {
                return TimeZones.normalize(value, item.span());
            } catch (Refusal refusal) {
                throw Refusal.ofAnalysis(item.span(), ServerError.UNKNOWN_TIME_ZONE, value);
            }
        }
        if (form instanceof Form.Choice choice) {
            return choice.values().stream()
                    .filter(value::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> Refusal.ofAnalysis(item.span(), ClusterRule.LOAD_FORMAT_UNKNOWN, value));
        }
        return value;
    }

    private String normalizeNumber(String value, Form.WholeNumber numberForm, Span span) {
        try {
            long parsedNumber = Long.parseLong(value);
            if (parsedNumber >= numberForm.minimum()) {
                return Long.toString(parsedNumber);
            }
        } catch (NumberFormatException ignored) {
            // The server gives the same error as for a number that is too small.
        }
        throw Refusal.ofAnalysis(span, ClusterRule.LOAD_NUMBER_OUT_OF_RANGE, propertyName(), numberForm.condition());
    }

    private static String normalizeRatio(String value, Span span) {
        double ratio;
        try {
            ratio = Double.parseDouble(value);
        } catch (NumberFormatException failure) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_RATIO_FORMAT);
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw Refusal.ofAnalysis(span, ClusterRule.LOAD_RATIO_OUT_OF_RANGE);
        }
        return Double.toString(ratio);
    }

    /** Returns a kept value as the server shows it. */
    String toShownText(String value) {
        if (form instanceof Form.SingleCharacter) {
            return Byte.toString(value.isEmpty() ? 0 : (byte) value.charAt(0));
        }
        return value;
    }

    /** Returns the value as the server keeps it, from the text that the server shows. */
    String parseShown(String shownText) {
        if (form instanceof Form.SingleCharacter) {
            return shownText.equals("0") || shownText.isEmpty()
                    ? ""
                    : String.valueOf((char) (Byte.parseByte(shownText) & 0xff));
        }
        return shownText;
    }
}
