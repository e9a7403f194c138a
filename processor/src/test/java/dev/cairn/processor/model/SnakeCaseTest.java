package dev.cairn.processor.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that the names of tables and columns follow from those of records and components. */
class SnakeCaseTest {
    @ParameterizedTest
    @CsvSource({
        "PageView, page_view",
        "visitDate, visit_date",
        "id, id",
        "userID, user_id",
        "HTTPStatus, http_status",
        "p95Latency, p95_latency",
        "address2, address2",
        "x1Y2, x1_y2",
        "A, a",
        "aB, a_b",
        "snake_case, snake_case",
        "class_, class_",
        "_1st, _1st",
        "Größe, größe",
        "straßeNord, straße_nord",
        "ÄrgerÖl, ärger_öl",
        "订单明细, 订单明细",
    })
    void wordsAreSeparatedByUnderscores(String javaName, String sqlName) {
        assertThat(SnakeCase.convert(javaName)).isEqualTo(sqlName);
    }
}
