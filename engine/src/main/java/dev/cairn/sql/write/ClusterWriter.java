package dev.cairn.sql.write;

import dev.cairn.sql.ast.ClusterAlteration.Effect;
import dev.cairn.sql.ast.ClusterClause;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.IfExists;
import dev.cairn.sql.ast.Property;
import java.util.List;

/** Writes statements about the objects of a cluster, by the grammar of each {@link ClusterKind}. */
final class ClusterWriter {
    private final SqlTextBuilder out;

    ClusterWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(ClusterStatement statement) {
        if (statement instanceof CreateClusterObject create) {
            out.append("CREATE ").append(create.kind().createWords()).append(" ");
            out.appendIf(create.ifExists() == IfExists.KEEP, "IF NOT EXISTS ");
            out.appendIf(create.ifExists() == IfExists.REPLACE, "OR REPLACE ");
            out.appendName(create.name());
            for (ClusterClause clause : create.kind().clauses()) {
                List<ClusterItem> items = create.items().stream()
                        .filter(item -> item.part().clause().equals(clause.name()))
                        .toList();
                if (!items.isEmpty()) {
                    out.append(" ").append(clause.words()).append(" ");
                    writeContent(clause, items);
                }
            }
        } else if (statement instanceof AlterClusterObject alter) {
            out.append("ALTER ").append(alter.kind().changeWords()).append(" ").appendName(alter.name());
            out.append(" ").appendList(alter.changes(), ", ", change -> writeChange(alter.kind(), change));
        } else if (statement instanceof DropClusterObject drop) {
            out.append("DROP ").append(drop.kind().changeWords()).append(" ");
            out.appendIf(drop.ifExists(), "IF EXISTS ").appendName(drop.name());
        }
    }

    private void writeChange(ClusterKind kind, ClusterChange change) {
        out.append(change.alteration().words());
        if (change.alteration().effect() != Effect.CLEAR) {
            out.append(" ");
            writeContent(kind.clause(change.alteration().clause()), change.items());
        }
    }

    private void writeContent(ClusterClause clause, List<ClusterItem> items) {
        switch (clause.form()) {
            case PROPERTIES ->
                out.appendPropertyList(items.stream()
                        .map(item -> Property.of(item.part().name(), item.value()))
                        .toList());
            case CONDITIONS ->
                out.appendList(
                        items,
                        ", ",
                        item -> out.append("(").append(item.part().name()).append(")"));
            case TEXT -> out.appendText(QuotingContext.COMMENT, items.get(0).value());
            case WORD -> out.append(items.get(0).value());
            case TEXTS -> out.append("(").append(items.get(0).value()).append(")");
        }
    }
}
