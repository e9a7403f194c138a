package dev.cairn.schema;

import dev.cairn.analysis.QueryAnalysis;
import dev.cairn.analysis.source.NamedSources;
import dev.cairn.catalog.Refusal;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.Opaque;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which objects can be created: tables first, then each view after the objects that it reads from. A view
 * whose query only a newer server can read comes last, unless another view reads from it.
 *
 * @param profile the profile of the servers
 * @param database the database that the connection has selected
 */
record CreationOrder(ServerProfile profile, String database) {
    /** Returns the statements that create the objects. External objects are left out. */
    List<Statement> of(List<Descriptor<?>> descriptors) {
        List<Statement> ordered = new ArrayList<>(descriptors.size());
        Map<QualifiedName, Statement> views = new LinkedHashMap<>();
        for (Descriptor<?> descriptor : descriptors) {
            if (descriptor instanceof ViewDescriptor || descriptor instanceof MaterializedViewDescriptor) {
                views.put(named(descriptor.qualifiedName()), descriptor.statement());
            } else if (!(descriptor instanceof ExternalDescriptor)) {
                ordered.add(descriptor.statement());
            }
        }
        List<QualifiedName> waiting = new ArrayList<>(views.keySet());
        waiting.sort(Comparator.comparing(name -> views.get(name) instanceof Opaque));
        waiting.forEach(name -> take(name, views, ordered));
        return ordered;
    }

    /** Moves a view behind the objects that it reads from. */
    private void take(QualifiedName name, Map<QualifiedName, Statement> waiting, List<Statement> ordered) {
        Statement view = waiting.remove(name);
        if (view == null) {
            return;
        }
        for (QualifiedName read : sources(view)) {
            take(read, waiting, ordered);
        }
        ordered.add(view);
    }

    private List<QualifiedName> sources(Statement view) {
        if (view instanceof Opaque) {
            return List.of();
        }
        NamedSources named = new NamedSources();
        try {
            new QueryAnalysis(profile, named, database).of(query(view).query());
        } catch (Refusal newer) {
            // only a newer server can read the query; the objects that it names before the unknown part are known
            return named.names();
        }
        return named.names();
    }

    private static QueryText query(Statement view) {
        return view instanceof CreateView plain ? plain.query() : ((CreateMaterializedView) view).query();
    }

    private QualifiedName named(QualifiedName name) {
        return name.qualifier().isPresent()
                ? name
                : QualifiedName.of(database, name.last().text());
    }
}
