package dev.cairn.sql.write;

import dev.cairn.sql.ast.ClusterStatement;
import dev.cairn.sql.ast.ClusterStatement.AlterClusterObject;
import dev.cairn.sql.ast.ClusterStatement.ClusterChange;
import dev.cairn.sql.ast.ClusterStatement.ClusterItem;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import dev.cairn.sql.ast.ClusterStatement.DropClusterObject;
import dev.cairn.sql.ast.ClusterStatement.PauseOrResumeClusterObject;
import dev.cairn.sql.ast.ExistingObjectPolicy;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.cluster.ClusterAlteration.AlterationEffect;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterClause.Form;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterObjectKind.Feature;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes statements about the objects of a cluster, by the grammar of each {@link ClusterObjectKind}. Like the parser,
 * it does not depend on any particular kind.
 */
final class ClusterWriter {
    private final SqlTextBuilder out;

    ClusterWriter(SqlTextBuilder out) {
        this.out = out;
    }

    void write(ClusterStatement statement) {
        if (statement instanceof CreateClusterObject createStatement) {
            writeCreate(createStatement);
        } else if (statement instanceof AlterClusterObject alterStatement) {
            out.append("ALTER ").append(alterStatement.kind().changeWords()).append(" ");
            writeName(alterStatement);
            writeChanges(alterStatement);
        } else if (statement instanceof DropClusterObject dropStatement) {
            writeDrop(dropStatement);
        } else if (statement instanceof PauseOrResumeClusterObject stateStatement) {
            out.append(stateStatement.isResume() ? "RESUME " : "PAUSE ");
            out.append(stateStatement.kind().changeWords()).append(" ");
            writeName(stateStatement);
        } else {
            throw new IllegalArgumentException("Unknown statement: " + statement);
        }
    }

    private void writeCreate(CreateClusterObject createStatement) {
        ClusterObjectKind kind = createStatement.kind();
        boolean replacesExistingObject = createStatement.onExistingObject() == ExistingObjectPolicy.REPLACE;
        boolean isOrReplaceFirst = kind.hasFeature(Feature.OR_REPLACE_BEFORE_KIND);
        out.append(kind.createVerb()).append(" ").appendIf(replacesExistingObject && isOrReplaceFirst, "OR REPLACE ");
        out.append(kind.createWords(variantOf(createStatement))).append(" ");
        out.appendIf(createStatement.onExistingObject() == ExistingObjectPolicy.KEEP, "IF NOT EXISTS ");
        out.appendIf(replacesExistingObject && !isOrReplaceFirst, "OR REPLACE ");
        writeName(createStatement);
        writeClauses(createStatement);
    }

    private void writeClauses(CreateClusterObject createStatement) {
        List<ClusterClause> markedClauses = createStatement.kind().clauses().stream()
                .filter(clause -> clause.form() == Form.MARKED_NAMES)
                .toList();
        boolean isListContinued = false;
        String clauseSeparator = " ";
        boolean isScheduleContinued = false;
        for (ClusterClause clause : createStatement.kind().clauses()) {
            List<ClusterItem> items = itemsOf(createStatement, clause);
            if (clause.form() == Form.COLUMNS) {
                out.append(" (\n  ");
                writeColumns(items);
                out.append("\n)");
                clauseSeparator = "\n";
            } else if (clause.form() == Form.MARKED_NAMES) {
                if (clause.equals(markedClauses.get(0))) {
                    writeMarkedNames(createStatement, markedClauses);
                }
            } else if (!items.isEmpty() && !clause.isVariant()) {
                out.appendIf(isListContinued && clause.isListed(), ",");
                out.appendIf(clause.followsSchedule() && !isScheduleContinued, " SCHEDULE");
                isScheduleContinued = clause.followsSchedule();
                out.append(clauseSeparator).append(clause.words()).appendIf(!clause.followsSchedule(), " ");
                writeContent(clause, items);
                isListContinued = clause.isListed();
            }
        }
    }

    private static List<ClusterItem> itemsOf(CreateClusterObject createStatement, ClusterClause clause) {
        return createStatement.items().stream()
                .filter(item -> item.part().clause().equals(clause.name()))
                .toList();
    }

    private void writeDrop(DropClusterObject dropStatement) {
        out.append(dropStatement.kind().dropVerb())
                .append(" ")
                .append(dropStatement.kind().changeWords());
        out.append(" ").appendIf(dropStatement.ifExists(), "IF EXISTS ");
        writeName(dropStatement);
        out.appendIf(dropStatement.isForced(), " FORCE");
    }

    private void writeName(ClusterStatement statement) {
        if (!statement.kind().hasFeature(Feature.OVERLOADED)) {
            out.appendName(statement.name());
            return;
        }
        OverloadedName overloadedName =
                OverloadedName.parse(statement.name().lastPart().text());
        List<Name> parts = new ArrayList<>(statement.name().parts());
        parts.set(parts.size() - 1, Name.of(overloadedName.name()));
        out.appendName(new QualifiedName(parts))
                .append("(")
                .append(overloadedName.joinedArgumentTypes())
                .append(")");
    }

    /** Returns the variant of the kind that a statement creates; an empty string for the kind without a variant. */
    private static String variantOf(CreateClusterObject createStatement) {
        return createStatement
                .kind()
                .findVariantClause()
                .flatMap(clause -> itemsOf(createStatement, clause).stream().findFirst())
                .map(ClusterItem::value)
                .orElse("");
    }

    /** Writes the names in several clauses as one list, each name before the words of its clause. */
    private void writeMarkedNames(CreateClusterObject createStatement, List<ClusterClause> clauses) {
        List<String> names = new ArrayList<>();
        for (ClusterClause clause : clauses) {
            for (ClusterItem item : itemsOf(createStatement, clause)) {
                JoinedTexts.splitAtCommas(item.value()).forEach(name -> names.add(name + " " + clause.words()));
            }
        }
        out.append(" (").append(String.join(", ", names)).append(")");
    }

    private void writeChanges(AlterClusterObject alterStatement) {
        boolean isListContinued = false;
        for (ClusterChange change : alterStatement.changes()) {
            boolean isListed = !alterStatement.kind().hasFeature(Feature.JUXTAPOSED_CHANGES)
                    || alterStatement
                            .kind()
                            .requireClause(change.alteration().clause())
                            .isListed();
            out.append(isListContinued && isListed ? ", " : " ");
            writeChange(alterStatement.kind(), change);
            isListContinued = isListed;
        }
    }

    private void writeChange(ClusterObjectKind kind, ClusterChange change) {
        out.append(change.alteration().words());
        if (change.alteration().effect() != AlterationEffect.CLEAR) {
            out.append(" ");
            ClusterClause clause = kind.requireClause(change.alteration().clause());
            if (clause.form() == Form.COLUMNS) {
                writeColumnChange(change);
            } else {
                writeContent(clause, change.items());
            }
        }
    }

    /** Writes columns in the order of their names in the item that has no name. */
    private void writeColumns(List<ClusterItem> items) {
        List<String> names = items.stream()
                .filter(item -> item.part().isUnnamed())
                .flatMap(item -> JoinedTexts.parseNames(item.value()).stream())
                .toList();
        List<ClusterItem> columnItems = items.stream()
                .filter(item -> !item.part().isUnnamed())
                .sorted(Comparator.comparing(item -> names.indexOf(item.part().name())))
                .toList();
        out.appendList(columnItems, ",\n  ", this::writeColumn);
    }

    private void writeColumn(ClusterItem columnItem) {
        out.appendName(Name.of(columnItem.part().name())).append(" ").append(columnItem.value());
    }

    /** Writes the position of a column; the value is the name of the previous column, and empty for FIRST. */
    private void writePosition(ClusterItem positionItem) {
        if (positionItem.value().isEmpty()) {
            out.append(" FIRST");
        } else {
            out.append(" AFTER ").appendName(Name.of(positionItem.value()));
        }
    }

    private void writeColumnChange(ClusterChange change) {
        AlterationEffect effect = change.alteration().effect();
        List<ClusterItem> columnItems =
                change.items().stream().filter(item -> !item.part().isUnnamed()).toList();
        if (columnItems.size() > 1) {
            out.append("(").appendList(columnItems, ", ", this::writeColumn).append(")");
        } else if (effect == AlterationEffect.ADD || effect == AlterationEffect.SET) {
            columnItems.forEach(this::writeColumn);
            change.items().stream().filter(item -> item.part().isUnnamed()).forEach(this::writePosition);
        } else {
            out.appendName(Name.of(columnItems.get(0).part().name()));
            if (effect == AlterationEffect.RENAME) {
                out.append(" TO ").appendName(Name.of(columnItems.get(0).value()));
            }
        }
    }

    private void writeContent(ClusterClause clause, List<ClusterItem> items) {
        switch (clause.form()) {
            case PROPERTIES, BARE_PROPERTIES -> writeProperties(items);
            case TYPED_PROPERTIES -> {
                items.stream()
                        .filter(item -> item.part().isUnnamed())
                        .forEach(item -> out.append(item.value()).append(" "));
                writeProperties(
                        items.stream().filter(item -> !item.part().isUnnamed()).toList());
            }
            case CONDITIONS ->
                out.appendList(
                        items,
                        ", ",
                        item -> out.append("(").append(item.part().name()).append(")"));
            case TEXT -> out.appendText(QuotingContext.COMMENT, items.get(0).value());
            case WORD, EXPRESSION, TYPE, ATTACHMENT, STATEMENT ->
                out.append(items.get(0).value());
            case START_TIME ->
                out.append("(")
                        .appendText(QuotingContext.RANGE_BOUND, items.get(0).value())
                        .append(")");
            case INTERVAL ->
                out.append("(INTERVAL ").append(items.get(0).value()).append(")");
            case NAME -> out.appendName(Name.of(items.get(0).value()));
            case MARKED_NAMES, COLUMNS ->
                throw new IllegalArgumentException("The clause " + clause.name() + " is written with others");
            case ELEMENTS ->
                out.appendList(items, ", ", item -> out.append(item.part().name()));
            case TEXTS, NAMES, SORT_ITEMS, ASSIGNMENTS ->
                out.append("(").append(items.get(0).value()).append(")");
        }
    }

    private void writeProperties(List<ClusterItem> items) {
        out.appendPropertyList(items.stream()
                .map(item -> Property.of(item.part().name(), item.value()))
                .toList());
    }
}
