package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Adding and dropping fields of struct columns. */
class StructFieldsTest {
    private final EngineClient client = EngineClient.ofDefaultServer()
            .execute("CREATE TABLE events (id INT, place STRUCT<city STRING, spot STRUCT<x INT, y INT>>,"
                    + " visits ARRAY<STRUCT<day DATE>>) DUPLICATE KEY(id) DISTRIBUTED BY HASH(id)");

    @Test
    void aFieldIsAdded() {
        client.execute("ALTER TABLE events MODIFY COLUMN place ADD FIELD code INT AFTER city");
        assertThat(client.findColumnDefinition("events", "place"))
                .isEqualTo("`place` struct<city varchar(65533), code int(11), spot struct<x int(11), y int(11)>> NULL");
        client.execute("ALTER TABLE events MODIFY COLUMN visits ADD FIELD [*].page INT FIRST");
        assertThat(client.findColumnDefinition("events", "visits"))
                .isEqualTo("`visits` array<struct<page int(11), day date>> NULL");
    }

    @Test
    void aFieldIsDropped() {
        client.execute("ALTER TABLE events MODIFY COLUMN place DROP FIELD spot.y");
        assertThat(client.findColumnDefinition("events", "place"))
                .isEqualTo("`place` struct<city varchar(65533), spot struct<x int(11)>> NULL");
        assertThat(client.ruleOf("ALTER TABLE events MODIFY COLUMN place DROP FIELD spot.x"))
                .isEqualTo("AlterRule.LAST_FIELD_DROPPED");
    }
}
