package dev.cairn.internal.reflection;

import dev.cairn.catalog.BaseRelation;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.View;
import dev.cairn.catalog.ViewDefinition;
import dev.cairn.engine.value.JsonReader;
import dev.cairn.engine.value.JsonReader.JsonSyntaxException;
import dev.cairn.internal.connection.ServerConnection;
import dev.cairn.internal.connection.ServerRefusalException;
import dev.cairn.internal.connection.SqlQuoting;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.ViewObject;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads which relations the views of a server read. A server resolves the names in the query of a view when it creates
 * the view, and from version 4.0 on it shows the query as it was written. A view of a database that was renamed, or
 * restored from a backup under another name, therefore still reads the relations of the former database, although its
 * definition looks unchanged.
 */
public final class ViewBindingReader {
    /** The number of views of a statement, whose answer contains the definitions of all relations that they read. */
    private static final int MAX_VIEWS_PER_STATEMENT = 20;

    private static final Pattern UNKNOWN_DATABASE_PATTERN = Pattern.compile("Unknown database '[^']+'");

    /** A query that is equivalent to none that reads a relation. */
    private static final Query QUERY_WITHOUT_RELATIONS =
            ((CreateView) Sql.parse("CREATE VIEW v AS SELECT 1")).queryText().query();

    private final ServerConnection connection;
    private Catalog liveCatalog;
    private int replacedQueryCount;

    private ViewBindingReader(ServerConnection connection, Catalog liveCatalog) {
        this.connection = connection;
        this.liveCatalog = liveCatalog;
    }

    /**
     * Returns the live schema in which each view that reads other relations than expected has the query that the server
     * has resolved. Views are unchanged if the server does not show which relations they read.
     */
    public static LiveSchema readBoundQueries(
            ServerConnection connection, ServerProfile profile, LiveSchema liveSchema, Catalog expectedCatalog) {
        if (!profile.isAtLeast(Version.V4_0)) {
            return liveSchema;
        }
        ViewBindingReader reader = new ViewBindingReader(connection, liveSchema.catalog());
        Map<String, List<ObjectName>> namesByDatabase = SchemaObject.collectNames(expectedCatalog).stream()
                .filter(name -> reader.findBoundView(name)
                        .filter(view -> !findOwnRelations(view).isEmpty())
                        .isPresent())
                .collect(Collectors.groupingBy(ObjectName::database, TreeMap::new, Collectors.toList()));
        for (List<ObjectName> names : namesByDatabase.values()) {
            if (!reader.readViews(names)) {
                return liveSchema;
            }
        }
        return liveSchema.withObjects(reader.liveCatalog, liveSchema.gaps());
    }

    /**
     * Reads the queries of the views of a database. A rename or a restore affects all of them: if the first ones read
     * the expected relations, the others are not read, because a server plans each query that it shows. Returns false
     * if the server does not show the queries.
     */
    private boolean readViews(List<ObjectName> names) {
        int countBefore = replacedQueryCount;
        for (int start = 0; start < names.size(); start += MAX_VIEWS_PER_STATEMENT) {
            if (!readBatch(names.subList(start, Math.min(names.size(), start + MAX_VIEWS_PER_STATEMENT)))) {
                return false;
            }
            if (replacedQueryCount == countBefore) {
                break;
            }
        }
        return true;
    }

    private Optional<View> findBoundView(ObjectName name) {
        return SchemaObject.find(liveCatalog, name)
                .flatMap(object ->
                        object instanceof ViewObject viewObject ? Optional.of(viewObject.view()) : Optional.empty());
    }

    /** Returns the relations of the view's own database that its query names. */
    private static List<BaseRelation> findOwnRelations(View view) {
        ViewDefinition definition = view.definition();
        return definition.baseRelations().stream()
                .filter(BaseRelation::isDirect)
                .filter(base -> base.database().equals(definition.defaultDatabaseName()))
                .toList();
    }

    /** Reads the queries of some views. Returns false if the server does not show them. */
    private boolean readBatch(List<ObjectName> names) {
        Optional<Map<?, ?>> queryByViewName = readQueries(names);
        queryByViewName.ifPresent(queries -> names.forEach(name -> {
            if (queries.get(name.toString()) instanceof String query) {
                replaceIfBoundElsewhere(name, query);
            } else if (names.size() == 1) {
                replaceIfRefused(name);
            } else {
                readBatch(List.of(name)); // the server shows no view of a batch if it refuses one of them
            }
        }));
        return queryByViewName.isPresent();
    }

    /** Returns the queries by the names of the views; empty if the server has no function that shows them. */
    private Optional<Map<?, ?>> readQueries(List<ObjectName> names) {
        try {
            String answer = Objects.toString(
                    connection
                            .fetchRows("SELECT get_query_dump(" + SqlQuoting.quoteText(buildQuery(names)) + ")")
                            .get(0)
                            .get(0),
                    "");
            return JsonReader.read(answer) instanceof Map<?, ?> dump
                    ? Optional.of(dump.get("view_meta") instanceof Map<?, ?> queries ? queries : Map.of())
                    : Optional.empty();
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            return Optional.empty();
        } catch (JsonSyntaxException ignored) {
            return Optional.empty(); // the answer of another version
        }
    }

    private static String buildQuery(List<ObjectName> names) {
        return names.stream()
                .map(name -> "SELECT 1 FROM " + SqlQuoting.quoteName(name))
                .collect(Collectors.joining(" UNION ALL "));
    }

    private void replaceIfBoundElsewhere(ObjectName name, String resolvedQuery) {
        View view = findBoundView(name).orElseThrow();
        boolean isBoundElsewhere = findOwnRelations(view).stream()
                .map(base -> SqlQuoting.quoteName(new ObjectName(base.database(), base.name())))
                .anyMatch(quotedName -> !resolvedQuery.contains(quotedName));
        if (isBoundElsewhere) {
            replaceQuery(name, view, resolvedQuery.replaceAll("\\s+", " "));
        }
    }

    /** Replaces the query if the server refuses it because of a database that does not exist. */
    private void replaceIfRefused(ObjectName name) {
        try {
            connection.fetchRows("EXPLAIN " + buildQuery(List.of(name)));
        } catch (ServerRefusalException refusal) {
            refusal.rethrowIfTransient();
            Matcher databaseMatcher = UNKNOWN_DATABASE_PATTERN.matcher(refusal.reason());
            if (databaseMatcher.find()) {
                View view = findBoundView(name).orElseThrow();
                replaceQuery(
                        name,
                        view,
                        view.definition().query().text() + ", which the server refuses (" + databaseMatcher.group()
                                + ")");
            }
        }
    }

    private void replaceQuery(ObjectName name, View view, String text) {
        replacedQueryCount++;
        QueryText query = new QueryText(
                text, QUERY_WITHOUT_RELATIONS, view.definition().query().span());
        ViewDefinition definition = new ViewDefinition(
                query,
                view.definition().defaultDatabaseName(),
                view.definition().baseRelations());
        liveCatalog = new ViewObject(new View(name.name(), view.columns(), view.comment(), view.security(), definition))
                .addTo(liveCatalog, name.database());
    }
}
