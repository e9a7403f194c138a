package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.row.SelectStatement;
import dev.cairn.internal.row.WhereClause;
import dev.cairn.schema.Condition;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Generated statements have the expected text and the expected parameters. */
class StatementTextTest {
    private static final String SELECT_ALL = "SELECT `id`, `city`, `amount`, `day`, `price` FROM `sale`";

    private final Selection<Sale> sales =
            Database.of(new RecordingDataSource("jdbc:mysql://unused")).from(SALE);

    private static WhereClause whereClause(Condition<Sale> condition) {
        return WhereClause.of(condition);
    }

    @Test
    void aSelectionShowsItsStatement() {
        assertThat(sales).hasToString(SELECT_ALL);
        assertThat(sales.orderBy(SALE.day.desc(), SALE.id.asc()).limit(10).offset(20))
                .hasToString(SELECT_ALL + " ORDER BY `day` DESC, `id` LIMIT 10 OFFSET 20");
        assertThat(sales.offset(5)).hasToString(SELECT_ALL + " LIMIT 9223372036854775802 OFFSET 5");
        assertThat(sales.limit(Long.MAX_VALUE).offset(5))
                .hasToString(SELECT_ALL + " LIMIT 9223372036854775802 OFFSET 5");
        assertThat(sales.where(SALE.id.eq(1)).where(SALE.city.ne("Oslo")))
                .hasToString(SELECT_ALL + " WHERE (`id` = ? AND `city` <> ?)");
    }

    @Test
    void conditionsKeepTheirOrderAndTheirParentheses() {
        WhereClause whereClause = whereClause(SALE.amount
                .between(1, 2)
                .or(SALE.city.like("O%").and(SALE.day.isNull().not())));

        assertThat(whereClause.sql())
                .isEqualTo(" WHERE (`amount` BETWEEN ? AND ? OR (`city` LIKE ? AND NOT (`day` IS NULL)))");
        assertThat(whereClause.values()).containsExactly(1, 2, "O%");
    }

    @Test
    void comparisonOperatorsAreThoseOfSql() {
        assertThat(whereClause(SALE.amount
                                .lt(1)
                                .and(SALE.amount.le(1))
                                .and(SALE.amount.gt(1))
                                .and(SALE.amount.ge(1)))
                        .sql())
                .isEqualTo(" WHERE (`amount` < ? AND `amount` <= ? AND `amount` > ? AND `amount` >= ?)");
    }

    @Test
    void inConditionsListTheirValues() {
        WhereClause whereClause = whereClause(SALE.price.in(1, 2));
        assertThat(whereClause.sql()).isEqualTo(" WHERE `price` IN (?,?)");
        assertThat(whereClause.values()).containsExactly(1L, 2L);
        assertThat(whereClause(SALE.day.in(List.<LocalDate>of())).sql()).isEqualTo(" WHERE FALSE");
    }

    @Test
    void countQueriesOmitTheOrderUnlessLimited() {
        SelectStatement selection =
                SelectStatement.of(SALE).withCondition(SALE.id.gt(1)).withOrder(List.of(SALE.day.asc()));

        assertThat(selection.withLimit(10).createCountStatement().sql())
                .isEqualTo("SELECT count(*) FROM (SELECT 1 AS `one` FROM `sale` WHERE `id` > ? LIMIT 10) AS `counted`");
        assertThat(selection.createCountStatement().sql()).isEqualTo("SELECT count(*) FROM `sale` WHERE `id` > ?");
    }
}
