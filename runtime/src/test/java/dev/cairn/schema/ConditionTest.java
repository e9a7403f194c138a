package dev.cairn.schema;

import static dev.cairn.schema.ItemTable.ITEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.schema.Condition.And;
import dev.cairn.schema.Condition.Between;
import dev.cairn.schema.Condition.Comparison;
import dev.cairn.schema.Condition.In;
import dev.cairn.schema.Condition.IsNull;
import dev.cairn.schema.Condition.Like;
import dev.cairn.schema.Condition.Not;
import dev.cairn.schema.Condition.Operator;
import dev.cairn.schema.Condition.Or;
import dev.cairn.schema.SortableColumn.SortOrder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConditionTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void numberColumnsAreComparedWithPrimitiveNumbers() {
        assertThat(ITEM.id.ge(100)).isEqualTo(new Comparison<>(ITEM.id, Operator.GREATER_OR_EQUAL, 100L));
        assertThat(ITEM.price.gt(100)).isEqualTo(new Comparison<>(ITEM.price, Operator.GREATER, 100L));
        assertThat(ITEM.serial.lt(5)).isEqualTo(new Comparison<>(ITEM.serial, Operator.LESS, 5L));
        assertThat(ITEM.serial.lt(BigInteger.TWO))
                .isEqualTo(new Comparison<>(ITEM.serial, Operator.LESS, BigInteger.TWO));
        assertThat(ITEM.weight.le(1)).isEqualTo(new Comparison<>(ITEM.weight, Operator.LESS_OR_EQUAL, 1.0));
    }

    @Test
    void betweenTakesBothBounds() {
        assertThat(ITEM.id.between(1, 2)).isEqualTo(new Between<>(ITEM.id, 1L, 2L));
        assertThat(ITEM.price.between(1, 2)).isEqualTo(new Between<>(ITEM.price, 1L, 2L));
        LocalDate day = LocalDate.of(2026, 1, 1);
        assertThat(ITEM.day.between(day, day.plusDays(1))).isEqualTo(new Between<>(ITEM.day, day, day.plusDays(1)));
    }

    @Test
    void inAcceptsSingleValuesAndCollections() {
        assertThat(ITEM.id.in(1, 2)).isEqualTo(new In<>(ITEM.id, List.of(1L, 2L)));
        assertThat(ITEM.id.in(Set.of(1L))).isEqualTo(new In<>(ITEM.id, List.of(1L)));
        assertThat(ITEM.weight.in(0.5)).isEqualTo(new In<>(ITEM.weight, List.of(0.5)));
        assertThat(ITEM.name.in("a", "b")).isEqualTo(new In<>(ITEM.name, List.of("a", "b")));
        assertThat(ITEM.serial.in(3)).isEqualTo(new In<>(ITEM.serial, List.of(3L)));
        assertThat(ITEM.name.in(List.of())).isEqualTo(new In<>(ITEM.name, List.of()));
    }

    @Test
    void enumConstantsAreComparedByName() {
        assertThat(ITEM.color.eq(Color.RED)).isEqualTo(new Comparison<>(ITEM.color, Operator.EQUAL, "RED"));
        assertThat(ITEM.color.in(Color.RED, Color.GREEN)).isEqualTo(new In<>(ITEM.color, List.of("RED", "GREEN")));
    }

    @Test
    void likeTakesThePattern() {
        assertThat(ITEM.name.like("a%")).isEqualTo(new Like<>(ITEM.name, "a%"));
        assertThat(ITEM.name.notLike("a%")).isEqualTo(new Not<>(new Like<>(ITEM.name, "a%")));
    }

    @Test
    void columnsCanBeTestedForNull() {
        assertThat(ITEM.sizes.isNull()).isEqualTo(new IsNull<>(ITEM.sizes));
        assertThat(ITEM.sizes.isNotNull()).isEqualTo(new Not<>(new IsNull<>(ITEM.sizes)));
        assertThatThrownBy(() -> ITEM.name.eq(null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void comparisonsWithNullAreRefused() {
        List<ThrowingCallable> comparisons = List.of(
                () -> ITEM.name.eq(null),
                () -> ITEM.name.ne(null),
                () -> ITEM.name.lt(null),
                () -> ITEM.name.le(null),
                () -> ITEM.name.gt(null),
                () -> ITEM.name.ge(null),
                () -> ITEM.name.between(null, "b"),
                () -> ITEM.name.between("a", null),
                () -> ITEM.name.like(null),
                () -> ITEM.name.notLike(null),
                () -> ITEM.name.in("a", null),
                () -> ITEM.name.in(Arrays.asList("a", null)),
                () -> ITEM.color.eq(null),
                () -> ITEM.color.ne(null),
                () -> ITEM.color.in(Color.RED, null),
                () -> ITEM.color.in(Arrays.asList(Color.RED, null)),
                () -> ITEM.day.eq(null),
                () -> ITEM.day.in(LocalDate.EPOCH, null),
                () -> ITEM.serial.eq(null),
                () -> ITEM.serial.in(BigInteger.ONE, null),
                () -> ITEM.price.ge(null),
                () -> ITEM.price.between(null, BigDecimal.ONE),
                () -> ITEM.id.in(Arrays.asList(1L, null)),
                () -> ITEM.weight.in(Arrays.asList(1.0, null)));
        for (ThrowingCallable comparison : comparisons) {
            assertThatThrownBy(comparison)
                    .isInstanceOf(NullPointerException.class)
                    .satisfies(MESSAGES::match);
        }
        assertThatThrownBy(() -> ITEM.name.in((List<String>) null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ITEM.name.in((String[]) null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
        assertThatThrownBy(() -> ITEM.id.eq(1).and(null))
                .isInstanceOf(NullPointerException.class)
                .satisfies(MESSAGES::match);
    }

    @Test
    void aChainOfOneOperatorIsOneCondition() {
        Condition<Item> firstCondition = ITEM.id.eq(1);
        Condition<Item> secondCondition = ITEM.sold.ne(true);
        Condition<Item> thirdCondition = ITEM.name.isNull();

        assertThat(firstCondition.and(secondCondition).and(thirdCondition))
                .isEqualTo(new And<>(List.of(firstCondition, secondCondition, thirdCondition)));
        assertThat(firstCondition.or(secondCondition).or(thirdCondition))
                .isEqualTo(new Or<>(List.of(firstCondition, secondCondition, thirdCondition)));
        assertThat(firstCondition.or(secondCondition).and(thirdCondition))
                .isEqualTo(new And<>(List.of(new Or<>(List.of(firstCondition, secondCondition)), thirdCondition)));
    }

    @Test
    void bytesOfAConditionAreCopied() {
        byte[] bytes = {1, 2};
        Comparison<Item> condition = (Comparison<Item>) ITEM.image.eq(bytes);
        bytes[0] = 9;

        assertThat((byte[]) condition.value()).containsExactly(1, 2);

        In<Item> membership = (In<Item>) ITEM.image.in(bytes);
        bytes[1] = 9;

        assertThat((byte[]) membership.values().get(0)).containsExactly(9, 2);
    }

    @Test
    void aColumnGivesItsSortOrder() {
        assertThat(ITEM.day.desc()).isEqualTo(new SortOrder<>(ITEM.day, SortOrder.Direction.DESCENDING));
        assertThat(ITEM.color.asc().direction()).isEqualTo(SortOrder.Direction.ASCENDING);
    }
}
