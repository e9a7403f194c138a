package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.internal.link.ServerConnection;
import dev.cairn.internal.link.ServerRefusalException;
import dev.cairn.internal.link.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ChangedObject;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a catalog together from what was shown: tables first, then each view after all that it reads from. */
final class CatalogAssembler {
    private static final int INDEX_NAME = 0;
    private static final int INDEX_COLUMN = 2;
    private static final String UNKNOWN_ACTIVITY =
            "whether it is active can't be seen: the user needs SELECT on all that it reads from";

    private final ServerConnection link;
    private final ShownObjectReader reading;
    private final Catalog wanted;
    private final Map<ObjectName, Definition> tables = new LinkedHashMap<>();
    private final SortedMap<ObjectName, Definition> views = new TreeMap<>();
    private final Set<ObjectName> seen = new HashSet<>();
    private final List<ReflectionGap> gaps = new ArrayList<>();
    private Catalog catalog;

    /** The statement of a text. */
    private record Definition(String text, Statement statement) {}

    /** @param wanted what the objects should be, as far as that is known; what others keep is taken from it */
    CatalogAssembler(ServerConnection link, ShownObjectReader reading, Catalog wanted) {
        this.link = link;
        this.reading = reading;
        this.wanted = wanted;
        this.catalog =
                new Catalog(PersistentMap.empty(), PersistentMap.empty(), wanted.externals(), wanted.functions());
    }

    LiveSchema of(SortedMap<ObjectName, ShownText> answers, List<DatabaseListing> contents) {
        contents.stream()
                .filter(DatabaseListing::there)
                .forEach(each -> catalog = catalog.with(Database.of(each.database())));
        answers.forEach(this::parse);
        tables.forEach(this::take);
        while (!views.isEmpty()) {
            takeView(views.firstKey());
        }
        contents.forEach(this::complete);
        List<ListedObject> others = contents.stream()
                .flatMap(each -> each.ofUsers().stream())
                .filter(each -> !seen.contains(each.object()))
                .toList();
        List<ListedObject> staged =
                contents.stream().flatMap(each -> each.staged().stream()).toList();
        return new LiveSchema(catalog, gaps, others, staged);
    }

    private void parse(ObjectName name, ShownText answer) {
        if (answer instanceof ShownText.NotShown refused) {
            seen.add(name);
            gaps.add(new ReflectionGap(name, refused.words()));
        }
        if (!(answer instanceof ShownText.Text shown)) {
            return;
        }
        try {
            Statement statement = Sql.parseShown(shown.text());
            seen.add(ChangedObject.of(statement)
                    .map(said -> name.named(said.last().text()))
                    .orElse(name));
            Map<ObjectName, Definition> ofKind = query(statement) == null ? tables : views;
            ofKind.put(name, new Definition(shown.text(), statement));
        } catch (SqlSyntaxException unknown) {
            seen.add(name);
            gaps.add(new ReflectionGap(name, ShownObjectReader.unreadable(unknown)));
        }
    }

    private static @Nullable Query query(Statement statement) {
        if (statement instanceof CreateView view) {
            return view.query().query();
        }
        return statement instanceof CreateMaterializedView view ? view.query().query() : null;
    }

    private void takeView(ObjectName name) {
        Definition view = views.remove(name);
        Query query = view == null ? null : query(view.statement());
        if (view != null && query != null) {
            ReferencedNames.of(reading.engine().profile(), query, name.database())
                    .forEach(this::takeView);
            take(name, view);
        }
    }

    private void take(ObjectName name, Definition definition) {
        ShownObject shown = reading.of(definition.statement(), definition.text(), name, catalog);
        if (shown instanceof ShownObject.Unreadable unreadable) {
            gaps.add(new ReflectionGap(name, unreadable.why()));
        } else if (shown instanceof ShownObject.Present present) {
            catalog = SchemaObjects.with(catalog, name.database(), present.object());
        }
    }

    /** What the texts do not say. */
    private void complete(DatabaseListing contents) {
        Database database = catalog.database(contents.database()).orElse(null);
        if (database == null) {
            return;
        }
        Map<String, MaterializedViewStatus> activity = contents.activity();
        for (Map.Entry<String, MaterializedView> entry : database.materializedViews()) {
            MaterializedViewStatus state = activity.get(entry.getKey());
            if (state == null) {
                gaps.add(new ReflectionGap(new ObjectName(database.name(), entry.getKey()), UNKNOWN_ACTIVITY));
            } else if (!state.active()) {
                catalog = SchemaObjects.with(
                        catalog,
                        database.name(),
                        new SchemaObject.OfMaterializedView(entry.getValue().inactivated(state.reason())));
            }
        }
        catalog = new ShownRollups(reading, contents, wanted, this::rollupColumns, gaps).addedTo(catalog);
    }

    private List<String> rollupColumns(ObjectName table, String rollup) {
        List<String> columns = new ArrayList<>();
        String current = "";
        try {
            String name = SqlQuoting.name(table.database()) + "." + SqlQuoting.name(table.name());
            for (List<@Nullable String> row : link.rows("DESC " + name + " ALL")) {
                String index = row.get(INDEX_NAME);
                current = index == null || index.isEmpty() ? current : index;
                String column = row.get(INDEX_COLUMN);
                if (current.equals(rollup) && column != null && !column.isEmpty()) {
                    columns.add(column);
                }
            }
        } catch (ServerRefusalException unseen) {
            if (unseen.passing().isPresent()) {
                throw unseen;
            }
            return List.of();
        }
        return columns;
    }
}
