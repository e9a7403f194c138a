package dev.cairn.data;

import static dev.cairn.data.SaleTable.SALE;
import static dev.cairn.schema.AggregateValue.avg;
import static dev.cairn.schema.AggregateValue.count;
import static dev.cairn.schema.AggregateValue.countDistinct;
import static dev.cairn.schema.AggregateValue.max;
import static dev.cairn.schema.AggregateValue.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.row.ConditionText;
import dev.cairn.internal.row.SelectStatement;
import dev.cairn.schema.Condition;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The text and the parameters of generated statements. */
class StatementTextTest {
    private static final String ALL = "SELECT `id`, `city`, `amount`, `day`, `price` FROM `sale`";

    private final Selection<Sale> sales =
            Database.of(new RememberingSource("jdbc:mysql://unused")).from(SALE);

    private static ConditionText text(Condition<Sale> condition) {
        return ConditionText.where(condition);
    }

    @Test
    void aSelectionShowsItsStatement() {
        assertThat(sales).hasToString(ALL);
        assertThat(sales.orderBy(SALE.day.desc(), SALE.id.asc()).limit(10).offset(20))
                .hasToString(ALL + " ORDER BY `day` DESC, `id` LIMIT 10 OFFSET 20");
        assertThat(sales.offset(5)).hasToString(ALL + " LIMIT 9223372036854775807 OFFSET 5");
        assertThat(sales.where(SALE.id.eq(1)).where(SALE.city.ne("Oslo")))
                .hasToString(ALL + " WHERE (`id` = ? AND `city` <> ?)");
    }

    @Test
    void conditionsKeepTheirOrderAndTheirParentheses() {
        ConditionText text = text(SALE.amount
                .between(1, 2)
                .or(SALE.city.like("O%").and(SALE.day.isNull().not())));

        assertThat(text.clause())
                .isEqualTo(" WHERE (`amount` BETWEEN ? AND ? OR (`city` LIKE ? AND NOT (`day` IS NULL)))");
        assertThat(text.values()).containsExactly(1, 2, "O%");
    }

    @Test
    void comparisonOperatorsAreThoseOfSql() {
        assertThat(text(SALE.amount
                                .lt(1)
                                .and(SALE.amount.le(1))
                                .and(SALE.amount.gt(1))
                                .and(SALE.amount.ge(1)))
                        .clause())
                .isEqualTo(" WHERE (`amount` < ? AND `amount` <= ? AND `amount` > ? AND `amount` >= ?)");
    }

    @Test
    void inConditionsListTheirValues() {
        ConditionText text = text(SALE.price.in(1, 2));
        assertThat(text.clause()).isEqualTo(" WHERE `price` IN (?,?)");
        assertThat(text.values()).containsExactly(1L, 2L);
        assertThat(text(SALE.day.in(List.<LocalDate>of())).clause()).isEqualTo(" WHERE FALSE");
    }

    @Test
    void countQueriesOmitTheOrderUnlessLimited() {
        SelectStatement selection =
                SelectStatement.of(SALE).where(SALE.id.gt(1)).orderBy(List.of(SALE.day.asc()));

        assertThat(selection.limit(10).counting().sql())
                .isEqualTo("SELECT count(*) FROM (SELECT 1 AS `one` FROM `sale` WHERE `id` > ? LIMIT 10) AS `counted`");
        assertThat(selection.counting().sql()).isEqualTo("SELECT count(*) FROM `sale` WHERE `id` > ?");
    }

    @Test
    void aProjectionShowsItsStatement() {
        assertThat(sales.select(SALE.city)).hasToString("SELECT `city` FROM `sale`");
        assertThat(sales.where(SALE.id.gt(1)).select(count(), countDistinct(SALE.city), avg(SALE.price)))
                .hasToString("SELECT count(*), count(DISTINCT `city`), avg(`price`) FROM `sale` WHERE `id` > ?");
        assertThat(sales.orderBy(SALE.id.asc())
                        .limit(5)
                        .offset(2)
                        .select(SALE.id, SALE.city)
                        .where(SALE.amount.eq(1)))
                .hasToString("SELECT `id`, `city` FROM `sale` WHERE `amount` = ? ORDER BY `id` LIMIT 5 OFFSET 2");
    }

    @Test
    void rowsAreGroupedByTheSelectedColumnsUnlessStated() {
        assertThat(sales.select(SALE.city, count(), SALE.day))
                .hasToString("SELECT `city`, count(*), `day` FROM `sale` GROUP BY `city`, `day`");
        assertThat(sales.select(SALE.city).having(count().gt(2)))
                .hasToString("SELECT `city` FROM `sale` GROUP BY `city` HAVING count(*) > ?");
        assertThat(sales.select(SALE.city).orderBy(max(SALE.day).desc(), SALE.city.asc()))
                .hasToString("SELECT `city` FROM `sale` GROUP BY `city` ORDER BY max(`day`) DESC, `city`");
        assertThat(sales.select(SALE.city).groupBy(SALE.city)).hasToString("SELECT `city` FROM `sale` GROUP BY `city`");
        assertThat(sales.select(SALE.city, sum(SALE.amount)).groupBy(SALE.city).groupBy(SALE.day, SALE.id))
                .hasToString("SELECT `city`, sum(`amount`) FROM `sale` GROUP BY `city`, `day`, `id`");
        assertThat(sales.select(count()).groupBy(SALE.city)).hasToString("SELECT count(*) FROM `sale` GROUP BY `city`");
    }

    @Test
    void columnsThatAreNotGroupedByAreRefused() {
        assertThatThrownBy(() ->
                        sales.select(SALE.city, SALE.day, count(), SALE.id).groupBy(SALE.day))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Selected, but not grouped by: sale.city, sale.id."
                        + " Group by each selected column, or select an aggregate of it.");
        Projection<Sale, ?> sorted = sales.select(SALE.city, count()).orderBy(SALE.day.asc());
        assertThatThrownBy(sorted::list)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Sorted, but not grouped by: sale.day. Group by the column, or sort by an aggregate of it.");
    }

    @Test
    void conditionsOnGroupsFollowThoseOnRows() {
        SelectStatement statement = SelectStatement.of(SALE)
                .select(List.of(SALE.city))
                .having(count().gt(2).or(sum(SALE.price).le(5).not()).condition())
                .where(SALE.id.gt(1))
                .having(max(SALE.city).ne("Oslo").condition());

        assertThat(statement.reading().sql())
                .isEqualTo("SELECT `city` FROM `sale` WHERE `id` > ? GROUP BY `city`"
                        + " HAVING ((count(*) > ? OR NOT (sum(`price`) <= ?)) AND max(`city`) <> ?)");
        assertThat(statement.reading().values()).containsExactly(1L, 2L, 5L, "Oslo");
        assertThat(statement.limit(3).counting().sql())
                .isEqualTo("SELECT count(*) FROM (SELECT count(*) AS `one` FROM `sale` WHERE `id` > ? GROUP BY `city`"
                        + " HAVING ((count(*) > ? OR NOT (sum(`price`) <= ?)) AND max(`city`) <> ?) LIMIT 3)"
                        + " AS `counted`");
        assertThatThrownBy(() -> max(SALE.city).eq(null))
                .hasMessage("max(sale.city): a comparison with NULL is never true");
    }
}
