package dev.cairn.schema;

import static dev.cairn.schema.ItemTable.ITEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.golden.GoldenMessages;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.upgrade.GeneratedClassFormat;
import dev.cairn.upgrade.GeneratedClassFormat.StaleClassException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DescriptorTest {
    @RegisterExtension
    static final GoldenMessages MESSAGES = new GoldenMessages();

    @Test
    void columnsAreInTheOrderOfTheirFields() {
        assertThat(ITEM.columns()).hasSize(11).startsWith(ITEM.id, ITEM.sold).endsWith(ITEM.sizes);
        assertThat(ITEM.sizes.position()).isEqualTo(10);
        assertThat(ITEM.columns().get(3).name()).isEqualTo("price");
    }

    @Test
    void aColumnKnowsItsTableAndWhetherItMayBeNull() {
        assertThat(ITEM.id.owner()).isSameAs(ITEM);
        assertThat(ITEM.id.isNullable()).isFalse();
        assertThat(ITEM.price.isNullable()).isTrue();
        assertThat(ITEM.price).hasToString("item.price");
        assertThat(ITEM.price.convertedType()).isEmpty();
        assertThat(ITEM.image.convertedType()).contains(ValueType.BINARY);
    }

    @Test
    void aColumnKnowsTheTypeOfItsValues() {
        assertThat(ITEM.id.valueType()).isEqualTo(ValueType.LONG);
        assertThat(ITEM.sold.valueType()).isEqualTo(ValueType.BOOLEAN);
        assertThat(ITEM.serial.valueType()).isEqualTo(ValueType.LARGE_INT);
        assertThat(ITEM.price.valueType()).isEqualTo(ValueType.DECIMAL);
        assertThat(ITEM.weight.valueType()).isEqualTo(ValueType.DOUBLE);
        assertThat(ITEM.name.valueType()).isEqualTo(ValueType.TEXT);
        assertThat(ITEM.color.valueType()).isEqualTo(ValueType.enumeration(Color.class));
        assertThat(ITEM.day.valueType()).isEqualTo(ValueType.DATE);
        assertThat(ITEM.at.valueType()).isEqualTo(ValueType.DATE_TIME);
        assertThat(ITEM.image.valueType()).isEqualTo(ValueType.BINARY);
    }

    /** A record that refuses null must not be created in order to learn the types. */
    @Test
    void typesAreReadWithoutARecord() {
        record Strict(String name) {
            Strict {
                throw new AssertionError("A record is created");
            }
        }
        class StrictView extends ViewDescriptor<Strict> {
            final TextColumn<Strict> name = new TextColumn<>(this, "name");

            StrictView() {
                super(GeneratedClassFormat.CURRENT, "", "strict", "CREATE VIEW `strict` AS SELECT 'a' AS `name`");
            }

            @Override
            public Strict read(Row row) {
                return new Strict(row.at(0, ValueType.TEXT));
            }
        }

        assertThat(new StrictView().name.valueType()).isEqualTo(ValueType.TEXT);
    }

    @Test
    void theStatementOfADescriptorMatchesItsDdl() {
        assertThat(Sql.render(ITEM.parseStatement(ServerProfile.DEFAULT))).isEqualTo(ITEM.ddl());
        assertThat(ITEM.name()).isEqualTo("item");
        assertThat(ITEM.database()).isEmpty();
        assertThat(ITEM.qualifiedName()).hasToString("item");
    }

    @Test
    void writtenRowsAreReadBackEqual() {
        Item item = new Item(
                7,
                true,
                BigInteger.TWO.pow(100),
                new BigDecimal("1.50"),
                2.5,
                "lamp",
                Color.GREEN,
                LocalDate.of(2026, 1, 2),
                LocalDateTime.of(2026, 1, 2, 3, 4),
                new byte[] {1, 2},
                List.of(new Item.Size(3, "cm"), new Item.Size(4, null)));
        MemoryRow row = new MemoryRow();
        ITEM.write(item, row);

        assertThat(row.values()).hasSize(11).containsEntry(6, "GREEN");
        assertThat(ITEM.read(row)).isEqualTo(item);
    }

    @Test
    void aClassOfAnotherFormatIsRefusedWithARemedy() {
        class FutureView extends ViewDescriptor<Item> {
            FutureView() {
                super(99, "", "future", "CREATE VIEW `future` AS SELECT 1");
            }

            @Override
            public Item read(Row row) {
                throw new AssertionError("nothing is read");
            }
        }

        assertThatThrownBy(FutureView::new)
                .isInstanceOf(StaleClassException.class)
                .satisfies(MESSAGES::match);
    }
}
