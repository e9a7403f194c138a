package dev.cairn.plan;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Table;
import dev.cairn.catalog.ViewColumn;
import dev.cairn.plan.change.ColocatedTables;
import dev.cairn.plan.change.ColumnRenames;
import dev.cairn.plan.change.ObjectAlteration;
import dev.cairn.plan.change.ObjectRebuild;
import dev.cairn.plan.change.Rename;
import dev.cairn.plan.change.Renames;
import dev.cairn.plan.change.SeedChange;
import dev.cairn.plan.change.Simulation;
import dev.cairn.plan.change.TableCreationPlanning;
import dev.cairn.plan.change.TableRebuild;
import dev.cairn.plan.part.DependencyOrder;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.ObjectPart;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.plan.part.SchemaObject.OfView;
import dev.cairn.plan.step.Fill;
import dev.cairn.plan.step.Objection;
import dev.cairn.plan.step.Objection.Kind;
import dev.cairn.plan.step.Plan;
import dev.cairn.plan.step.ReasonText;
import dev.cairn.plan.step.RenameHint;
import dev.cairn.plan.step.StagingName;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Builds one plan. Renames come first, since all later steps refer to objects by their new names; then views that are
 * no longer wanted are dropped, so that as few views as possible read the tables that change; then come the tables;
 * then the views over them, each after the relations that it reads; and last, tables that are no longer wanted are
 * dropped. Rows that are no longer declared are deleted before the tables change, and rows are written after that.
 */
final class Planning {
    private final Simulation rehearsal;
    private final Catalog from;
    private final Catalog to;
    private final Renames renames;
    private final List<Fill> fills;
    private final Renames.OfObjects newNames;
    private final List<Objection> impossible = new ArrayList<>();

    Planning(Simulation rehearsal, Catalog to, Renames renames, List<Fill> fills) {
        this.rehearsal = rehearsal;
        this.from = rehearsal.catalog();
        this.to = to;
        this.renames = renames;
        this.fills = fills;
        this.newNames = renames.ofObjects(from, to, this::isAlike);
    }

    private boolean isAlike(ObjectName before, ObjectName after) {
        Optional<SchemaObject> now = SchemaObject.find(from, before);
        Optional<SchemaObject> wanted = SchemaObject.find(to, after);
        return now.isPresent()
                && wanted.isPresent()
                && !(now.get() instanceof OfView) // a view keeps its name, and is replaced
                && rehearsal.difference(now.get(), wanted.get()).isEmpty();
    }

    Plan plan() {
        createDatabases();
        renameObjects();
        SortedSet<ObjectName> replaced = ObjectName.ofReplaced(rehearsal.catalog(), to);
        List<ObjectName> gone = gone(replaced);
        List<RenameHint> hints = RenameDetection.of(rehearsal.catalog(), to, replaced, newNames.names(), renames);
        gone.stream().filter(name -> !isTable(name)).forEach(this::drop);
        gone.stream().filter(this::isTaken).forEach(this::drop);
        List<SeedChange> seeds = seeds(replaced);
        seeds.forEach(seed -> {
            if (rehearsal.find(seed.name()).isPresent()) {
                seed.delete(renames.ofColumns(seed.name()));
            }
        });
        SortedSet<ObjectName> changed =
                replaced.stream().filter(this::differs).collect(Collectors.toCollection(TreeSet::new));
        TablePlanning tables = new TablePlanning(rehearsal, to, renames, fills, impossible);
        tables.plan(changed.stream().filter(this::shallBeTable).toList());
        seeds.forEach(seed -> {
            if (rehearsal.find(seed.name()).isPresent()) {
                seed.write();
            }
        });
        new ViewPlanning(rehearsal, to, newNames.names(), impossible).plan(changed);
        gone.stream().filter(name -> !isTaken(name)).forEach(this::drop);
        return new Plan(rehearsal.steps(), impossible, hints);
    }

    /** Returns the changes of declared rows. The rows of a table that is dropped go with it. */
    private List<SeedChange> seeds(SortedSet<ObjectName> replaced) {
        List<SeedChange> seeds = new ArrayList<>();
        for (ObjectName name : replaced) {
            SchemaObject wanted = SchemaObject.find(to, name).orElse(null);
            if (wanted instanceof OfTable held) {
                seeds.add(new SeedChange(rehearsal, name, held.table()));
            }
        }
        return seeds;
    }

    private void createDatabases() {
        to.databases().forEach(entry -> {
            if (from.database(entry.getKey()).isEmpty()) {
                attempt(
                        new ObjectName(entry.getKey(), ""),
                        new Statement.CreateDatabase(
                                false,
                                QualifiedName.of(entry.getKey()),
                                entry.getValue().properties(),
                                Span.NONE));
            }
        });
    }

    /** A view can't be renamed: it is created under the new name, and the old one is dropped. */
    private void renameObjects() {
        newNames.moves().forEach(move -> {
            ObjectName old = move.from();
            ObjectName now = move.to();
            SchemaObject object = rehearsal.find(old).orElseThrow();
            if (!(object instanceof OfView)) {
                attempt(now, rehearsal.statements().rename(old, object, now.name()));
            }
        });
    }

    private void attempt(ObjectName about, Statement statement) {
        rehearsal
                .attempt(statement)
                .ifPresent(refusal -> impossible.add(new Objection(Kind.IMPOSSIBLE, about, ReasonText.of(refusal))));
    }

    /**
     * Returns the objects to drop, since they are not wanted or are wanted as another kind; each before the objects
     * that it reads.
     */
    private List<ObjectName> gone(SortedSet<ObjectName> replaced) {
        List<ObjectName> gone = new ArrayList<>();
        for (ObjectName name : replaced) {
            boolean exists = rehearsal.find(name).isPresent();
            boolean renamed = newNames.names().containsKey(name);
            if (exists && !renamed && !isOfWantedKind(name)) {
                gone.add(name);
            }
        }
        List<ObjectName> order =
                new ArrayList<>(DependencyOrder.of(rehearsal.catalog(), gone).order());
        Collections.reverse(order);
        return order;
    }

    private boolean isOfWantedKind(ObjectName name) {
        return rehearsal
                .find(name)
                .flatMap(now -> SchemaObject.find(to, name)
                        .filter(wanted -> wanted.kind().equals(now.kind())))
                .isPresent();
    }

    private boolean isTable(ObjectName name) {
        return rehearsal.find(name).filter(OfTable.class::isInstance).isPresent();
    }

    private boolean shallBeTable(ObjectName name) {
        return SchemaObject.find(to, name).filter(OfTable.class::isInstance).isPresent();
    }

    private boolean isTaken(ObjectName name) {
        return SchemaObject.find(to, name).isPresent();
    }

    private boolean differs(ObjectName name) {
        return SchemaObject.find(to, name)
                .filter(wanted -> rehearsal
                        .find(name)
                        .filter(now -> now.equals(wanted)
                                || rehearsal.difference(now, wanted).isEmpty())
                        .isEmpty())
                .isPresent();
    }

    /**
     * A table is first renamed to a name that is never reused, so that a statement that arrives late finds no table.
     * The same holds for a materialized view; a view can't be renamed.
     */
    private void drop(ObjectName name) {
        SchemaObject object = rehearsal.find(name).orElse(null);
        if (object == null) {
            return;
        }
        ObjectName doomed = StagingName.doomed(name);
        boolean renamed = !(object instanceof OfView)
                && rehearsal
                        .attempt(rehearsal.statements().rename(name, object, doomed.name()))
                        .isEmpty();
        rehearsal
                .attempt(rehearsal.statements().drop(renamed ? doomed : name, object))
                .ifPresent(refusal -> impossible.add(new Objection(Kind.IMPOSSIBLE, name, ReasonText.of(refusal))));
    }

    /** Finds possible renames that are not declared. They are reported as hints, and never carried out. */
    private static final class RenameDetection {
        private final Catalog from;
        private final Catalog to;
        private final Renames renames;
        private final List<RenameHint> hints = new ArrayList<>();

        private RenameDetection(Catalog from, Catalog to, Renames renames) {
            this.from = from;
            this.to = to;
            this.renames = renames;
        }

        /**
         * Returns the possible renames.
         *
         * @param replaced the objects that differ between the catalogs
         * @param renamed the declared renames of objects, old names to new ones
         */
        static List<RenameHint> of(
                Catalog from,
                Catalog to,
                SortedSet<ObjectName> replaced,
                Map<ObjectName, ObjectName> renamed,
                Renames renames) {
            RenameDetection hints = new RenameDetection(from, to, renames);
            List<ObjectName> gone = replaced.stream()
                    .filter(name -> isMissing(from, to, name) && !renamed.containsKey(name))
                    .toList();
            List<ObjectName> added = new ArrayList<>(replaced.stream()
                    .filter(name -> isMissing(to, from, name) && !renamed.containsValue(name))
                    .toList());
            gone.forEach(name -> hints.ofObject(name, added));
            replaced.stream()
                    .filter(name -> isTable(from, name) && isTable(to, name))
                    .forEach(hints::ofColumns);
            return hints.hints;
        }

        /** Whether an object of one catalog has no counterpart of its kind in the other one. */
        private static boolean isMissing(Catalog catalog, Catalog other, ObjectName name) {
            Optional<String> kind = SchemaObject.find(catalog, name).map(SchemaObject::kind);
            return kind.isPresent()
                    && !kind.equals(SchemaObject.find(other, name).map(SchemaObject::kind));
        }

        private static boolean isTable(Catalog catalog, ObjectName name) {
            return SchemaObject.find(catalog, name)
                    .filter(OfTable.class::isInstance)
                    .isPresent();
        }

        private static Table table(Catalog catalog, ObjectName name) {
            return ((OfTable) SchemaObject.find(catalog, name).orElseThrow()).table();
        }

        private void ofObject(ObjectName gone, List<ObjectName> added) {
            SchemaObject before = SchemaObject.find(from, gone).orElseThrow();
            Set<String> columns = columns(before);
            for (ObjectName candidate : added) {
                SchemaObject after = SchemaObject.find(to, candidate).orElseThrow();
                Set<String> common = new HashSet<>(columns(after));
                int size = Math.max(common.size(), columns.size());
                common.retainAll(columns);
                if (candidate.database().equals(gone.database())
                        && after.kind().equals(before.kind())
                        && 2 * common.size() > size) {
                    hints.add(new RenameHint(candidate, gone.name(), candidate.name()));
                    added.remove(candidate);
                    return;
                }
            }
        }

        private static Set<String> columns(SchemaObject object) {
            Stream<String> names;
            if (object instanceof OfTable held) {
                names = held.table().columns().stream().map(Column::name);
            } else if (object instanceof OfView held) {
                names = held.view().columns().stream().map(ViewColumn::name);
            } else {
                names = ((OfMaterializedView) object).view().columns().stream().map(ViewColumn::name);
            }
            return names.map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        }

        private void ofColumns(ObjectName name) {
            Table before = table(from, name);
            Table after = table(to, name);
            Set<String> declared =
                    renames.ofColumns(name).stream().map(Rename.OfColumn::to).collect(Collectors.toSet());
            List<Column> added = new ArrayList<>(after.columns().stream()
                    .filter(column -> before.column(column.name()).isEmpty() && !declared.contains(column.name()))
                    .toList());
            for (Column column : before.columns()) {
                if (after.column(column.name()).isPresent()) {
                    continue;
                }
                added.stream()
                        .filter(candidate -> candidate.type().equals(column.type()) && candidate.key() == column.key())
                        .findFirst()
                        .ifPresent(candidate -> {
                            hints.add(new RenameHint(name, column.name(), candidate.name()));
                            added.remove(candidate);
                        });
            }
        }
    }

    /** Plans the changes of tables: each is created, altered, or, if that is impossible, rebuilt. */
    private static final class TablePlanning {
        private final Simulation rehearsal;
        private final Catalog to;
        private final Renames renames;
        private final List<Fill> fills;
        private final List<Objection> impossible;
        private final Map<ObjectName, String> reasons = new HashMap<>();

        TablePlanning(Simulation rehearsal, Catalog to, Renames renames, List<Fill> fills, List<Objection> impossible) {
            this.rehearsal = rehearsal;
            this.to = to;
            this.renames = renames;
            this.fills = fills;
            this.impossible = impossible;
        }

        /**
         * New tables come first. A table may refer to one that comes after it, so refused tables are retried as long as
         * another one succeeded; if tables refer to one another, one of them is first created without the references.
         */
        void plan(Collection<ObjectName> names) {
            List<ObjectName> left = new ArrayList<>(names);
            left.sort(Comparator.comparing(name -> rehearsal.find(name).isPresent()));
            new ColocatedTables(rehearsal, to).leave(left);
            left = whileSomeGo(left);
            left.forEach(this::createIncomplete);
            left = whileSomeGo(left);
            left.forEach(name -> impossible.add(new Objection(Kind.IMPOSSIBLE, name, reasons.getOrDefault(name, ""))));
        }

        private List<ObjectName> whileSomeGo(List<ObjectName> names) {
            List<ObjectName> left = names;
            int before;
            do {
                before = left.size();
                left = left.stream().filter(name -> !goes(name)).toList();
            } while (!left.isEmpty() && left.size() < before);
            return left;
        }

        private boolean goes(ObjectName name) {
            Table wanted = wanted(name);
            Optional<String> problem = rehearsal.find(name).isEmpty() ? create(name, wanted) : change(name, wanted);
            problem.ifPresent(why -> reasons.put(name, ReasonText.oneLine(why)));
            return problem.isEmpty();
        }

        private Table wanted(ObjectName name) {
            return ((OfTable) SchemaObject.find(to, name).orElseThrow()).table();
        }

        private Optional<String> create(ObjectName name, Table wanted) {
            Simulation fork = rehearsal.fork();
            Optional<Refusal> refusal = new TableCreationPlanning(fork, name, wanted).create();
            if (refusal.isPresent()) {
                return refusal.map(ReasonText::of);
            }
            // Some properties and rollups can only be added by ALTER.
            SortedMap<ObjectPart, String> left =
                    ObjectAlteration.of(fork, name, new OfTable(wanted)).carryOut();
            if (left.isEmpty()) {
                rehearsal.take(fork);
            }
            return left.isEmpty() ? Optional.empty() : Optional.of(ReasonText.of(name, left));
        }

        private void createIncomplete(ObjectName name) {
            if (rehearsal.find(name).isEmpty()) {
                new TableCreationPlanning(rehearsal, name, wanted(name)).create();
            }
        }

        private Optional<String> change(ObjectName name, Table wanted) {
            List<Rename.OfColumn> declared = renames.ofColumns(name);
            return ObjectRebuild.alterOrRebuild(
                    rehearsal,
                    name,
                    new OfTable(wanted),
                    fork -> new ColumnRenames(fork, name, wanted).carryOut(declared),
                    fork -> new TableRebuild(fork, name, wanted, oldNames(name, wanted, declared), fills(name)));
        }

        private Map<String, Expression> fills(ObjectName name) {
            Map<String, Expression> values = new HashMap<>();
            fills.stream()
                    .filter(fill -> fill.isOf(name))
                    .forEach(fill -> values.put(Fill.key(fill.column()), fill.value()));
            return values;
        }

        private Map<String, String> oldNames(ObjectName name, Table wanted, List<Rename.OfColumn> declared) {
            Table before = ((OfTable) rehearsal.find(name).orElseThrow()).table();
            Map<String, String> oldNames = new LinkedHashMap<>();
            ColumnRenames.order(declared, before, wanted)
                    .applicable()
                    .forEach((old, now) ->
                            oldNames.put(wanted.column(now).map(Column::name).orElse(now), old));
            return oldNames;
        }
    }
}
