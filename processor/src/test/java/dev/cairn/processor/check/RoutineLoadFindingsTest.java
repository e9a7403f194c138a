package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.MarkedSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests mistakes in the Routine Loads of a schema, and where each is reported. */
class RoutineLoadFindingsTest {
    private static final String SHOP_SCHEMA = """

            @Schema(name = "shop", value = Click.class, cluster = LoadClicks.class)
            interface Shop {}
            """;
    private static final String CLICK_TABLE = """
            @Table
            @DuplicateKey("id")
            record Click(long id, @Varchar(10) @Nullable String v, @Default("0") int w) {}

            """;

    private static String verify(String attributes, String mark) {
        String topic =
                attributes.contains("kafka_topic") ? "" : "@Property(name = \"kafka_topic\", value = \"clicks\"),";
        String load = "@RoutineLoad(table = Click.class, " + attributes
                + " source = {" + topic + " @Property(name = \"kafka_broker_list\", value = \"k:9092\")})" + "\n"
                + "interface LoadClicks {}" + (mark.isEmpty() ? "" : " // [" + mark + "]") + "\n";
        return MarkedSources.of(CLICK_TABLE + load + SHOP_SCHEMA).verify();
    }

    @Test
    void aLoadMayReadFieldsThatOnlyExpressionsUse() {
        verify("columns = {\"id\", \"raw\", \"v = concat(raw, 'x')\"}, where = \"id > 0 AND v IS NOT NULL\",", "");
        verify("columns = {\"ID\", \"V\", \"W = v + 1\"},", "");
        verify("columnSeparator = \",\", rowSeparator = \";\", from = RoutineLoad.Source.KAFKA,", "");
    }

    @Test
    void aColumnThatNoLongerExistsIsAMistakeAtItsElement() {
        assertThat(verify("columns = {\"id\",\n\"dropped\"}, // [cluster-unused-field]\n", ""))
                .contains("routine load load_clicks", "reads 'dropped' into nothing");
        assertThat(verify("columns = {\"id\",\n\"`dropped` = id + 1\"}, // [cluster-mistake]\n", ""))
                .contains("it computes 'dropped'");
        assertThat(verify("columns = {\"id\",\n\"w = dropped + 1\"}, // [cluster-mistake]\n", ""))
                .contains("an expression uses 'dropped', which is not read");
        assertThat(verify("columns = \"id\",\nwhere = \"dropped > 1\", // [cluster-mistake]\n", ""))
                .contains("the condition uses 'dropped', which is not a column of the table");
        assertThat(verify("where = \"dropped > 1\", // [cluster-mistake]\n", ""))
                .contains("the condition uses 'dropped'");
    }

    /** The server finds such a mistake when the first rows arrive, and then pauses the load. */
    @Test
    void aLoadThatTheServerCantPlanIsAMistake() {
        assertThat(verify("columns = {\"id\",\n\"ID\"}, // [cluster-mistake]\n", ""))
                .contains("it reads 'ID' twice");
        assertThat(verify("columns = {\"id\", \"v = 'x'\",\n\"V = 'y'\"}, // [cluster-mistake]\n", ""))
                .contains("it computes 'V' twice");
        assertThat(verify("columns = \"v\", // [cluster-mistake]\n", ""))
                .contains("it has no value for 'id', which must not be NULL and has no default");
        assertThat(verify("columns = {\"id\",\n\"w = v + 1\"}, // [cluster-mistake]\n", ""))
                .contains("an expression uses 'v', which is not read");
        assertThat(verify("columns = {\"id\", \"raw\",\n\"v = unknown_function(raw)\"}, // [cluster-mistake]\n", ""))
                .contains("unknown_function");
        assertThat(verify("columns = {\"id\", \"raw\",\n\"w = sum(raw)\"}, // [cluster-mistake]\n", ""))
                .contains("aggregations");
        assertThat(verify(
                        "columns = {\"id\", \"raw\"},\nwhere = \"raw IS NOT NULL\", // [cluster-mistake]\n"
                                .replace("\"raw\"}", "\"raw\", \"v = raw\"}"),
                        ""))
                .contains("it filters rows after their columns are computed");
        verify(
                "columns = {\"id\", \"tags\", \"v = array_join(array_map(t -> upper(t), split(tags, ',')), ',')\"},",
                "");
    }

    /** A server replaces these functions where they are whole expressions. */
    @Test
    void functionsOfOlderVersionsAreAccepted() {
        verify("columns = {\"id\", \"v\", \"w = default_value('3')\", \"v = replace_value('a', 'b')\"},", "");
    }

    @Test
    void aConditionIsABoolean() {
        assertThat(verify("where = \"w + 1\", // [cluster-mistake]\n", ""))
                .contains("the condition is neither true nor false");
        assertThat(verify("columns = {\"id\",\n\"w = (SELECT 1)\"}, // [cluster-mistake]\n", ""))
                .contains("subquery");
    }

    @Test
    void aMergeConditionIsAColumnOfAPrimaryKeyTable() {
        assertThat(verify(
                        "properties =\n@Property(name = \"merge_condition\", value = \"w\"), // [cluster-refused]\n",
                        ""))
                .contains("Conditional update only support primary key table");
    }

    @Test
    void aPartialUpdateNeedsAPrimaryKeyAndItsColumns() {
        String partialUpdate = "properties = @Property(name = \"partial_update\", value = \"true\"),";
        assertThat(verify("columns = \"id\",\n" + partialUpdate + " // [cluster-mistake]\n", ""))
                .contains("only a table with a primary key can be updated partially");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@External(\"lake.sales.click\") @IcebergTable",
                "@External(\"lake.sales.click\")",
                "@External(\"other.click\")"
            })
    void aTableOfAnotherSchemaOrCatalogIsNotLoaded(String annotations) {
        String clusterObjects =
                annotations.contains("@IcebergTable") ? "Click.class, LoadClicks.class" : "LoadClicks.class";
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
                        """.replace("LISTED", clusterObjects))
                        .verify())
                .contains("'shop.Click' is not a table of this schema");
    }
}
