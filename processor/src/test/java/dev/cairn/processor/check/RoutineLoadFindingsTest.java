package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What javac says about the Routine Loads of a schema. */
class RoutineLoadFindingsTest {
    private static final String SCHEMA = """

            @Schema(name = "shop", value = Click.class, cluster = LoadClicks.class)
            interface Shop {}
            """;
    private static final String TABLE = """
            @Table
            @DuplicateKey("id")
            record Click(long id, @Varchar(10) String v, int w) {}

            """;

    private static String verify(String attributes, String mark) {
        String topic =
                attributes.contains("kafka_topic") ? "" : "@Property(name = \"kafka_topic\", value = \"clicks\"),";
        String load = "@RoutineLoad(table = Click.class, " + attributes
                + " source = {" + topic + " @Property(name = \"kafka_broker_list\", value = \"k:9092\")})" + "\n"
                + "interface LoadClicks {}" + (mark.isEmpty() ? "" : " // [" + mark + "]") + "\n";
        return MarkedSources.of(TABLE + load + SCHEMA).verified();
    }

    @Test
    void aLoadMayReadFieldsThatOnlyExpressionsUse() {
        verify("columns = {\"id\", \"raw\", \"v = concat(raw, 'x')\"}, where = \"id > 0 AND raw IS NOT NULL\",", "");
        verify("columnSeparator = \",\", rowSeparator = \";\", from = RoutineLoad.Source.KAFKA,", "");
    }

    @Test
    void aColumnThatNoLongerExistsIsAMistakeAtItsElement() {
        assertThat(verify("columns = {\"id\",\n\"dropped\"}, // [cluster-mistake]\n", ""))
                .contains("routine load load_clicks", "it reads 'dropped'");
        assertThat(verify("columns = {\"id\",\n\"`dropped` = id + 1\"}, // [cluster-mistake]\n", ""))
                .contains("it computes 'dropped'");
        assertThat(verify("columns = {\"id\",\n\"w = dropped + 1\"}, // [cluster-mistake]\n", ""))
                .contains("an expression uses 'dropped'");
        assertThat(verify("columns = \"id\",\nwhere = \"dropped > 1\", // [cluster-mistake]\n", ""))
                .contains("an expression uses 'dropped'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@External(\"lake.sales.click\") @IcebergTable",
                "@External(\"lake.sales.click\")",
                "@External(\"other.click\")"
            })
    void aTableOfAnotherSchemaOrCatalogIsNotLoaded(String annotations) {
        String listed = annotations.contains("@IcebergTable") ? "Click.class, LoadClicks.class" : "LoadClicks.class";
        assertThat(MarkedSources.of(annotations + """

                        record Click(long id) {}

                        @RoutineLoad(
                                table = Click.class, // [cluster-table]
                                source = {
                                    @Property(name = "kafka_broker_list", value = "k:9092"),
                                    @Property(name = "kafka_topic", value = "clicks")
                                })
                        interface LoadClicks {}

                        @Table
                        @DuplicateKey("id")
                        record Account(long id) {}

                        @Schema(name = "shop", value = {Account.class, Click.class}, cluster = {LISTED})
                        interface Shop {}
                        """.replace("LISTED", listed)).verified())
                .contains("'shop.Click' is not a table of this schema");
    }
}
