package dev.cairn.plan.change;

import dev.cairn.catalog.Column;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.ServerProfile;
import dev.cairn.catalog.Table;
import dev.cairn.engine.show.ShowCreate;
import dev.cairn.plan.part.ColumnDefinitions;
import dev.cairn.plan.part.FieldChanges;
import dev.cairn.plan.part.LongestIncreasingSubsequence;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.ObjectPart.Kind;
import dev.cairn.plan.part.TypeFit;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.AlterClause.Position;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Columns that go, come, move, or are defined otherwise. */
final class ColumnChanges {
    private static final Type TEXT = new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.STRING_LENGTH);

    private final Table now;
    private final Table wanted;
    private final SortedSet<ObjectPart> differing;
    private final ColumnDefinitions before;
    private final ColumnDefinitions after;
    private final Set<String> moved;
    private final List<Change> changes = new ArrayList<>();

    private ColumnChanges(ServerProfile profile, Table now, Table wanted, SortedSet<ObjectPart> differing) {
        this.now = now;
        this.wanted = wanted;
        this.differing = differing;
        this.before = new ColumnDefinitions(now, ShowCreate.written(profile, now));
        this.after = new ColumnDefinitions(wanted, ShowCreate.written(profile, wanted));
        this.moved = differing.contains(ObjectPart.of(Kind.COLUMN_ORDER)) ? moved() : Set.of();
    }

    static List<Change> between(ServerProfile profile, Table now, Table wanted, SortedSet<ObjectPart> differing) {
        boolean none = differing.stream().noneMatch(part -> part.is(Kind.COLUMN) || part.is(Kind.COLUMN_ORDER));
        return none ? List.of() : new ColumnChanges(profile, now, wanted, differing).all();
    }

    /**
     * Those that go, then those that change or move, then new ones, each kind in its order: the server finds only a column
     * that was there before the statement to move another one behind it.
     */
    private List<Change> all() {
        for (Column column : now.columns()) {
            if (wanted.column(column.name()).isEmpty()) {
                add(column, new AlterClause.DropColumn(Name.of(column.name()), null, List.of(), Span.NONE));
            }
        }
        Position place = new Position.First();
        for (Column column : wanted.columns()) {
            Optional<Column> present = now.column(column.name());
            if (present.isPresent()) {
                change(present.get(), column, place);
                place = new Position.After(Name.of(column.name()));
            }
        }
        place = new Position.First();
        for (Column column : wanted.columns()) {
            if (now.column(column.name()).isEmpty()) {
                addNew(column, placeOfNew(column, place));
            }
            place = new Position.After(Name.of(column.name()));
        }
        return changes;
    }

    private void addNew(Column column, @Nullable Position place) {
        ColumnDefinition definition = after.altered(column);
        List<AlterClause> ways = new ArrayList<>();
        for (Rollup rollup : wanted.rollups()) {
            boolean has = rollup.query() == null && rollup.columns().stream().anyMatch(each -> each.is(column.name()));
            if (has && now.rollups().stream().anyMatch(each -> each.name().equals(rollup.name()))) {
                ways.add(new AlterClause.AddColumn(definition, place, Name.of(rollup.name()), List.of(), Span.NONE));
            }
        }
        ways.add(new AlterClause.AddColumn(definition, place, null, List.of(), Span.NONE));
        changes.add(Change.of(ObjectPart.column(column.name()), ways.toArray(AlterClause[]::new)));
    }

    private void add(Column column, AlterClause clause) {
        changes.add(Change.of(ObjectPart.column(column.name()), clause));
    }

    /** A generated column goes last whatever was said, and may not be told where to stand. */
    private @Nullable Position placeOfNew(Column column, Position place) {
        return column.generated() != null || isLastAnyway(column) ? null : place;
    }

    private boolean isLastAnyway(Column column) {
        List<Column> columns = wanted.columns();
        boolean lastOnes = columns.subList(columns.indexOf(column), columns.size()).stream()
                .allMatch(each -> !each.key() && now.column(each.name()).isEmpty());
        return lastOnes
                && columns.stream().allMatch(each -> each.generated() == null)
                && now.columns().stream().allMatch(each -> each.generated() == null);
    }

    private void change(Column present, Column column, Position place) {
        boolean moves = moved.contains(lower(column.name()));
        boolean differs = differing.contains(ObjectPart.column(column.name()));
        if (!moves && !differs) {
            return;
        }
        ColumnDefinition definition = after.altered(column);
        if (!moves && before.isSameButForComment(present, definition)) {
            add(column, new AlterClause.ModifyColumnComment(Name.of(column.name()), column.comment(), Span.NONE));
            return;
        }
        List<AlterClause> fields =
                moves ? List.of() : FieldChanges.between(column.name(), present.type(), column.type());
        if (!fields.isEmpty()) {
            fields.forEach(field -> add(column, field));
            return;
        }
        List<AlterClause> ways = new ArrayList<>();
        ways.add(new AlterClause.ModifyColumn(definition, moves ? place : null, null, List.of(), Span.NONE));
        if (!present.type().equals(column.type()) && TypeFit.of(present.type(), column.type()) == TypeFit.KEEPS) {
            // There are values that only go by way of a text from one type to the other.
            ways.add(new AlterClause.ModifyColumn(definition.withType(TEXT), null, null, List.of(), Span.NONE));
        }
        changes.add(Change.of(
                differs ? ObjectPart.column(column.name()) : ObjectPart.of(Kind.COLUMN_ORDER),
                ways.toArray(AlterClause[]::new)));
    }

    /** As few as can be: all but the longest run of columns that are in order already. */
    private Set<String> moved() {
        List<String> kept = wanted.columns().stream()
                .map(Column::name)
                .filter(name -> now.column(name).isPresent())
                .map(ColumnChanges::lower)
                .toList();
        List<Integer> places = now.columns().stream()
                .map(column -> kept.indexOf(lower(column.name())))
                .filter(place -> place >= 0)
                .toList();
        Set<String> moved = new HashSet<>(kept);
        LongestIncreasingSubsequence.of(places).forEach(place -> moved.remove(kept.get(place)));
        return moved;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
