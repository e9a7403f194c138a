package dev.cairn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.ExternalObject;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.Type.Scalar.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** External objects can be read by queries and used in no other way. */
class ExternalsTest {
    private static final List<ExternalObject.ExternalColumn> COLUMNS = List.of(
            new ExternalObject.ExternalColumn("id", new Type.Scalar(Kind.BIGINT), false),
            new ExternalObject.ExternalColumn("day", new Type.Scalar(Kind.DATE), true));

    private final Engine engine = new Engine(ServerProfile.DEFAULT);
    private final Session session = new Session("shop");
    private Catalog catalog = Catalog.EMPTY
            .withDatabase(Database.of("shop"))
            .withExternalObject(new ExternalObject("lake", "sales", "orders", COLUMNS, true))
            .withExternalObject(new ExternalObject(null, "crm", "customer", COLUMNS, true))
            .withExternalObject(new ExternalObject(null, "crm", "anything", List.of(), false));

    private void execute(String sql) {
        catalog = engine.apply(catalog, session, Sql.parse(sql)).catalog();
    }

    private Database shop() {
        return catalog.findDatabase("shop").orElseThrow();
    }

    @Test
    void viewsMayReadExternalObjectsOfAnyCatalog() {
        execute("CREATE VIEW v AS SELECT o.id, c.day FROM lake.sales.orders o JOIN crm.customer c ON o.id = c.id");

        assertThat(shop().findView("v").orElseThrow().columns())
                .extracting(ViewColumn::name)
                .containsExactly("id", "day");
    }

    @Test
    void externalObjectsAreNotBasesOfAView() {
        execute("CREATE VIEW v AS SELECT id FROM lake.sales.orders");

        assertThat(shop().findView("v").orElseThrow().definition().baseRelations())
                .isEmpty();
    }

    @Test
    void unknownColumnsAreAllowedOnlyInOpenExternalObjects() {
        assertThat(catchThrowableOfType(Refusal.class, () -> execute("CREATE VIEW v AS SELECT nope FROM crm.customer")))
                .returns(Optional.of(TypeRule.COLUMN_NOT_FOUND), Refusal::rule);
        execute("CREATE VIEW v AS SELECT nope FROM crm.anything");
        assertThat(shop().findView("v")).isPresent();
    }

    @Test
    void aMaterializedViewHasItsDeclaredColumnsIfThoseOfTheQueryAreUnknown() {
        execute("CREATE MATERIALIZED VIEW m (a, b) REFRESH MANUAL ORDER BY (b) AS SELECT * FROM crm.anything");
        execute("CREATE MATERIALIZED VIEW n REFRESH MANUAL AS SELECT * FROM crm.anything");

        assertThat(shop().findMaterializedView("m").orElseThrow().columns())
                .extracting(ViewColumn::name)
                .containsExactly("a", "b");
        assertThat(shop().findMaterializedView("n").orElseThrow().columns()).isEmpty();
    }

    @Test
    void partitionsOfExternalTablesAreNotChecked() {
        execute("CREATE MATERIALIZED VIEW m PARTITION BY day REFRESH MANUAL AS SELECT id, day FROM lake.sales.orders");

        assertThat(shop().findMaterializedView("m").orElseThrow().partitionBy()).hasSize(1);
    }

    @Test
    void externalTablesHaveNoRollups() {
        assertThatThrownBy(() -> execute("CREATE MATERIALIZED VIEW shop.r AS SELECT id, day FROM crm.customer"))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void tablesOfTheSameNameInDifferentCatalogsAreDistinct() {
        execute("CREATE TABLE orders (id INT) DUPLICATE KEY(id)");
        execute("CREATE VIEW v AS SELECT o.id AS here, l.id AS there FROM orders o JOIN lake.sales.orders l ON o.id ="
                + " l.id");

        assertThat(shop().findView("v").orElseThrow().columns())
                .extracting(ViewColumn::type)
                .containsExactly(new Type.Scalar(Kind.INT), new Type.Scalar(Kind.BIGINT));
    }
}
