package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.engine.context.ChangeCost;
import dev.cairn.engine.property.BasicPropertyFormat;
import dev.cairn.engine.property.KnownProperty;
import dev.cairn.engine.property.PropertyCondition;
import dev.cairn.engine.property.PropertyDefinition;
import dev.cairn.engine.property.PropertyDefinition.Alteration;
import dev.cairn.engine.property.PropertyDefinition.OwnerKind;
import dev.cairn.engine.property.PropertyDefinition.RunModes;
import dev.cairn.engine.property.PropertyFormat;
import dev.cairn.profile.ServerProfile.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/properties.md lists the entries of all properties; {@code -Dgolden.update=true} writes it. */
class KnownPropertiesPageTest {
    private static final Path PAGE = Path.of("../docs/properties.md");

    @Test
    void thePageListsAllProperties() throws IOException {
        String page = renderPage();
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String renderPage() {
        StringBuilder page = new StringBuilder("""
                # Properties

                This page lists the properties that Cairn knows, for each kind of object. A record declares one by an annotation:

                    @Property(name = "replication_num", value = "1")

                The page is written by a test (`KnownPropertiesPageTest` with `-Dgolden.update=true`) from the entries of `KnownProperty`.

                - **servers**: the versions and run modes whose CREATE knows the property. All others refuse it as unknown.
                  Servers that accept a property without any effect are named as *ignored*.
                - **default**: the value if CREATE omits the property. It may differ between clusters, so it is never a difference.
                - **shown**: when SHOW CREATE prints the property. It prints no empty value, unless the entry says so.
                - **changed by**: how ALTER changes the property; `SET` is `ALTER TABLE t SET ("name" = "value")` or `ALTER MATERIALIZED
                  VIEW m SET (…)`. Other properties can only be set by CREATE, so that a change needs a rebuild.
                - **cost**: the work of a change. Without an entry, the change is complete when the statement returns. A change by
                  which the server deletes more partitions, with their rows, requires `--destructive`.
                - **taken back by**: the value that has the same effect as if the property had never been declared; *printed* if
                  SHOW CREATE prints it.
                """);
        appendSection(page, OwnerKind.TABLE, "Tables");
        appendSection(page, OwnerKind.MATERIALIZED_VIEW, "Materialized views", """
                A property `session.…` sets a variable for the refreshes of the view; no statement takes it back.
                """);
        appendSection(page, OwnerKind.PARTITION, "Partitions", """
                The properties of a partition override those of the table. Only `replication_num` is shown and can be changed, by
                `MODIFY PARTITION p SET (…)`.
                """);
        appendSection(page, OwnerKind.LOAD, "Loads", """
                The properties of INSERT, and of other loads.
                """);
        return page.toString();
    }

    private static void appendSection(StringBuilder page, OwnerKind holder, String title, String... introduction) {
        boolean isStored = holder == OwnerKind.TABLE || holder == OwnerKind.MATERIALIZED_VIEW;
        page.append("\n## ").append(title).append("\n\n");
        for (String paragraph : introduction) {
            page.append(paragraph).append('\n');
        }
        List<String> columns = isStored
                ? List.of("property", "servers", "values", "default", "shown", "changed by", "cost", "taken back by")
                : List.of("property", "values");
        page.append(renderRow(columns)).append("|---".repeat(columns.size())).append("|\n");
        for (KnownProperty property : KnownProperty.findByOwnerKind(holder)) {
            PropertyDefinition use = property.findDefinition(holder).orElseThrow();
            List<String> row = new ArrayList<>();
            row.add(renderCode(property.propertyName()));
            if (isStored) {
                row.add(describeServers(use));
            }
            row.add(describeFormat(use.format()));
            if (isStored) {
                row.add(describeDefault(use));
                row.add(describeDisplay(use));
                row.add(describeChange(use));
                row.add(joinParts(
                        describeCost(use.cost()),
                        use.retentionRole()
                                .map(ignored -> "the server deletes partitions by it")
                                .orElse("")));
                row.add(use.resetValue()
                        .map(value -> describeResetValue(use, value))
                        .orElse(""));
            }
            page.append(renderRow(row));
        }
    }

    private static String renderRow(List<String> cells) {
        return "| " + String.join(" | ", cells).replace("  ", " ") + " |\n";
    }

    private static String describeResetValue(PropertyDefinition use, String value) {
        boolean isPrinted =
                use.shownModes() != RunModes.NONE && !value.isEmpty() && !value.equalsIgnoreCase(use.omittedValue());
        return renderCode(value) + (isPrinted ? ", *printed*" : "");
    }

    private static String renderCode(String text) {
        return text.isEmpty() ? "`\"\"`" : "`" + text + "`";
    }

    private static String describeServers(PropertyDefinition use) {
        if (use.createModes() == RunModes.NONE) {
            return "none";
        }
        String since = use.firstVersion() == Version.V3_5 ? "" : "since " + use.firstVersion();
        String modes = switch (use.createModes()) {
            case SHARED_DATA -> "shared data";
            case SHARED_NOTHING -> "shared nothing";
            case ALL, NONE -> "";
        };
        String ignored = use.storedModes() == use.createModes()
                ? ""
                : switch (use.storedModes()) {
                    case SHARED_DATA -> "ignored by shared nothing";
                    case SHARED_NOTHING -> "ignored by shared data";
                    case NONE -> "ignored";
                    case ALL -> "";
                };
        return joinParts(since, modes, ignored);
    }

    private static String describeDefault(PropertyDefinition use) {
        if (use.hasConstantDefault()) {
            return renderCode(use.defaultText());
        }
        boolean isOmittedValue =
                use.defaultText().isEmpty() && !use.omittedValue().isEmpty();
        return isOmittedValue ? renderCode(use.omittedValue()) : use.defaultText();
    }

    private static String describeDisplay(PropertyDefinition use) {
        if (use.shownModes() == RunModes.NONE) {
            return "never";
        }
        String storedCondition = use.storedCondition()
                .map(KnownPropertiesPageTest::describeCondition)
                .orElse("");
        String switchCondition = use.switchProperty()
                .map(other -> "if " + renderCode(other.propertyName()) + " is true")
                .orElse("");
        String omitted = use.omittedValue().isEmpty() ? "" : "unless " + renderCode(use.omittedValue());
        String conditions = joinParts(storedCondition, switchCondition, omitted);
        String shown = conditions.isEmpty() ? "if set" : conditions;
        return use.isShownWhenEmpty() ? shown + ", even if empty" : shown;
    }

    private static String describeCondition(PropertyCondition condition) {
        return switch (condition) {
            case PRIMARY_KEY -> "with a primary key";
            case RANDOM_DISTRIBUTION -> "with random distribution";
            default -> throw new AssertionError(condition + " has no description yet");
        };
    }

    private static String describeChange(PropertyDefinition use) {
        if (use.isAlterRefused() || use.alteration() == Alteration.NONE) {
            return "";
        }
        if (!use.hasAlterEffect()) {
            return "SET, without effect";
        }
        String modes = use.alterableModes() == use.createModes() || use.alterableModes() == RunModes.ALL
                ? ""
                : "only in "
                        + use.alterableModes().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String statement = "SET";
        if (!use.alterName().isEmpty()) {
            statement += use.isRenamedInAlter()
                    ? " as " + renderCode(use.alterName())
                    : " also as " + renderCode(use.alterName());
        }
        return joinParts(statement, modes);
    }

    private static String describeCost(ChangeCost cost) {
        return switch (cost) {
            case IMMEDIATE -> "";
            case HIDDEN_JOB -> "a job in shared data, which no list shows";
            case REWRITE_JOB -> "a job that rewrites the rows";
            default -> cost.name();
        };
    }

    private static String describeFormat(PropertyFormat format) {
        if (format instanceof BasicPropertyFormat basic) {
            return switch (basic) {
                case TEXT -> "";
                case LENIENT_BOOLEAN -> "`true`; any other text is false";
                case STRICT_BOOLEAN -> "`true`, `false`";
                case PERIOD, OPTIONAL_PERIOD, VERBATIM_PERIOD -> "a duration such as `1 month`";
                case CRONTAB -> "hours such as `* 8-18 * * 1-5`, a crontab";
                case VERSION -> "a number";
                case COMPRESSION -> "`LZ4`, `ZLIB`, `ZSTD`, `ZSTD(1)` to `ZSTD(22)`, `SNAPPY`";
            };
        }
        if (format instanceof PropertyFormat.Word word) {
            return describeWords(word.words());
        }
        if (format instanceof PropertyFormat.WordOrSwitch word) {
            return describeWords(word.word().words());
        }
        if (format instanceof PropertyFormat.VerbatimWord word) {
            return describeWords(word.words());
        }
        if (format instanceof PropertyFormat.Switch) {
            return "`true`, `false`";
        }
        if (format instanceof PropertyFormat.WholeNumber whole) {
            return describeNumber(whole.minimum(), whole.extraValue());
        }
        if (format instanceof PropertyFormat.TitledNumber titled) {
            return describeNumber(titled.minimum(), titled.extraValue());
        }
        if (format instanceof PropertyFormat.Quantity) {
            return describeNumber(0, 0);
        }
        return "0 to 1";
    }

    private static String describeWords(List<String> words) {
        return String.join(
                ", ", words.stream().map(KnownPropertiesPageTest::renderCode).toList());
    }

    private static String describeNumber(long minimum, long extraValue) {
        if (minimum == Integer.MIN_VALUE) {
            return "a number";
        }
        return minimum == extraValue ? "≥ " + minimum : "≥ " + minimum + ", or " + extraValue;
    }

    private static String joinParts(String... parts) {
        return String.join(
                ", ", List.of(parts).stream().filter(part -> !part.isEmpty()).toList());
    }
}
