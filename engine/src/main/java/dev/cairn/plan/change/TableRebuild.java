package dev.cairn.plan.change;

import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.catalog.Table;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.step.Action;
import dev.cairn.plan.step.Marker;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A table that can't be altered is made anew beside the old one, filled from it, and takes its place and its grants. The
 * server swaps only tables with the same constraints, so where those change, the swap is done without any.
 */
public final class TableRebuild {
    private static final List<String> CONSTRAINTS = List.of("unique_constraints", "foreign_key_constraints");

    private final Simulation rehearsal;
    private final ObjectName name;
    private final ObjectName staging;
    private final Table before;
    private final Table wanted;
    private final Map<String, String> oldNames;
    private final Map<String, Expression> fills;

    /**
     * @param oldNames of columns that have another one now, by the new one
     * @param fills values for rows that have none, by the column's name in lower case
     */
    public TableRebuild(
            Simulation rehearsal,
            ObjectName name,
            Table wanted,
            Map<String, String> oldNames,
            Map<String, Expression> fills) {
        this.rehearsal = rehearsal;
        this.name = name;
        this.staging = StagingName.staging(name);
        this.before = ((SchemaObject.OfTable) rehearsal.find(name).orElseThrow()).table();
        this.wanted = wanted;
        this.oldNames = oldNames;
        this.fills = fills;
    }

    /** Nothing where it is done, or why the server would not do it. */
    public Optional<String> carryOut(String why) {
        try {
            rebuild(why);
        } catch (Refusal refusal) {
            return Optional.of(ReasonText.of(refusal));
        }
        SortedMap<ObjectPart, String> left = new TableAlteration(rehearsal, name, wanted).carryOut();
        return left.isEmpty() ? Optional.empty() : Optional.of(left.firstKey() + ": " + left.get(left.firstKey()));
    }

    private void rebuild(String why) {
        Table shape = shape();
        TableCreationPlanning.create(rehearsal, staging, shape, new Marker.Rebuild(why))
                .ifPresent(refusal -> {
                    throw refusal;
                });
        new TableAlteration(rehearsal, staging, shape.named(staging.name())).carryOut();
        rehearsal.play(new Action(List.of(new Marker.Grants(text(name), text(staging))), null));
        Table target = ((SchemaObject.OfTable) rehearsal.find(staging).orElseThrow()).table();
        RowCopy copy = new RowCopy(
                before,
                target,
                DefinitionStatements.table(rehearsal.profile(), rehearsal.session(), staging, target),
                oldNames,
                fills);
        copy.statement(rehearsal.session(), name, staging).ifPresent(insert -> sendCopy(insert, copy));
        if (copy.writesCountedValues()) {
            // What is inserted with a value does not advance the counter.
            rehearsal.play(new Action(List.of(new Marker.Counter(text(name), text(staging))), null));
        }
        send(altered(new AlterClause.Swap(Name.of(staging.name()), Span.NONE)));
        Statement drop = new Statement.DropTable(false, false, staging.in(rehearsal.session()), false, Span.NONE);
        if (copy.losses().isEmpty()) {
            send(drop);
        } else {
            send(drop, new Marker.Destructive(String.join(", ", copy.losses())));
        }
    }

    private void sendCopy(Statement insert, RowCopy copy) {
        if (copy.unfilled().isEmpty()) {
            send(insert);
        } else {
            send(
                    insert,
                    new Marker.Unfilled(copy.unfilled().stream()
                            .map(column -> name.name() + "." + column)
                            .collect(Collectors.joining(", "))));
        }
    }

    private String text(ObjectName object) {
        return object.in(rehearsal.session()).toString();
    }

    /** What the new table looks like until it has taken the old one's place. */
    private Table shape() {
        boolean same = CONSTRAINTS.stream().allMatch(this::isSame);
        StoredProperties properties = wanted.properties();
        for (String constraint : CONSTRAINTS) {
            if (!same) {
                clear(constraint);
                properties = properties.without(constraint);
            } else if (properties.has(constraint)) {
                String staged = value(wanted, constraint).replace("." + name.name() + ".", "." + staging.name() + ".");
                properties = properties.with(constraint, staged);
            }
        }
        return wanted.withProperties(properties);
    }

    private boolean isSame(String constraint) {
        return value(before, constraint).equals(value(wanted, constraint));
    }

    private static String value(Table table, String property) {
        return table.properties().value(property).orElse("");
    }

    private void clear(String constraint) {
        if (!value(before, constraint).isEmpty()) {
            send(altered(new AlterClause.SetProperties(List.of(Property.of(constraint, "")), Span.NONE)));
        }
    }

    private Statement altered(AlterClause clause) {
        return new Statement.AlterTable(name.in(rehearsal.session()), List.of(clause), Span.NONE);
    }

    private void send(Statement statement, Marker... markers) {
        rehearsal.attempt(statement, markers).ifPresent(refusal -> {
            throw refusal;
        });
    }
}
