package dev.cairn.plan.lint;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.step.Lint;
import dev.cairn.plan.step.LintRule;
import dev.cairn.plan.step.SimulatedAction;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Manipulation;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the columns that the copy of a rebuild reads as they are, although they may be NULL and the columns of the new table
 * may not. The copy fails at the first such row, and nothing is lost.
 */
record CopiedNulls(QualifiedName source, Table from, Table to) {
    static List<Lint> of(SimulatedAction simulated) {
        ObjectName target = simulated.target();
        if (target == null
                || !StagingName.isStaging(target.name())
                || !(simulated.action().statement() instanceof Statement.Opaque opaque)
                || !opaque.changesRows()
                || !(Sql.parseManipulation(opaque) instanceof Manipulation.Insert insert)
                || !(insert.source() instanceof Manipulation.Source.Result result)
                || !(result.query().query().body() instanceof Query.Select select)) {
            return List.of();
        }
        if (select.from().size() != 1
                || select.where() != null
                || !(select.from().get(0) instanceof Relation.Named source)) {
            return List.of();
        }
        ObjectName read = ObjectName.of(source.name(), simulated.session());
        Optional<Table> from = simulated.before().table(read.database(), read.name());
        Optional<Table> to = simulated.before().table(target.database(), target.name());
        return from.isPresent() && to.isPresent()
                ? new CopiedNulls(source.name(), from.get(), to.get()).of(insert.columns(), select.items())
                : List.of();
    }

    /** @param named empty if the statement names no columns */
    private List<Lint> of(List<Name> named, List<Query.Item> items) {
        List<Name> columns = named.isEmpty()
                ? to.writableColumns().stream()
                        .map(column -> Name.of(column.name()))
                        .toList()
                : named;
        List<Lint> lints = new ArrayList<>();
        for (int i = 0; i < Math.min(columns.size(), items.size()); i++) {
            Optional<Column> written = to.column(columns.get(i).text());
            Optional<Name> read = findCopied(items.get(i));
            if (read.isPresent()
                    && from.column(read.get().text()).filter(Column::nullable).isPresent()
                    && written.filter(column -> !column.nullable()).isPresent()) {
                lints.add(lint(written.get(), read.get()));
            }
        }
        return lints;
    }

    /** Returns the column whose values an item returns, converted or not. */
    private static Optional<Name> findCopied(Query.Item item) {
        if (!(item instanceof Query.Item.Value value)) {
            return Optional.empty();
        }
        Expression read = value.value().unwrap();
        return (read instanceof Expression.Cast cast ? cast.value().unwrap() : read).asColumn();
    }

    private Lint lint(Column written, Name read) {
        String about = StagingName.plainName(to.name()) + "." + written.name();
        return new Lint(
                LintRule.COPY_FAILS,
                about,
                about + " becomes NOT NULL: rows without a value make the copy fail (SELECT count(*) FROM "
                        + Sql.render(source) + " WHERE "
                        + Sql.render(new Expression.IsNull(
                                false, Expression.Reference.of(Name.of(read.text()), read.span()), read.span()))
                        + " counts them)");
    }
}
