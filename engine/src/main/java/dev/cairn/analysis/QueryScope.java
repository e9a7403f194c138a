package dev.cairn.analysis;

import dev.cairn.analysis.Fields.Match;
import dev.cairn.catalog.Refusal;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a part of a query sees, and around them those of the queries that it stands in. */
final class QueryScope implements Scope {
    /** Deeper names are looked up as one. */
    static final int MOST_PARTS = 4;

    private final Fields fields;
    private final @Nullable QueryScope around;
    private final Uses uses;
    private final Sources sources;

    QueryScope(Fields fields, @Nullable QueryScope around, Uses uses, Sources sources) {
        this.fields = fields;
        this.around = around;
        this.uses = uses;
        this.sources = sources;
    }

    /** Seen before what this scope sees. */
    QueryScope inside(Fields nearer) {
        return new QueryScope(nearer, this, uses, sources);
    }

    Fields fields() {
        return fields;
    }

    @Nullable QueryScope around() {
        return around;
    }

    @Override
    public Resolved column(QualifiedName name, Span at) {
        Found found = find(name, at);
        if (found == null) {
            throw Refusal.analysis(at, "Column '" + written(name) + "' cannot be resolved");
        }
        uses.note(found.match().field());
        return new Resolved(found.match().name(name), found.match().typed());
    }

    /** Null where the name means nothing here. */
    @Nullable Found find(QualifiedName name, Span at) {
        QueryScope scope = this;
        while (scope != null) {
            Match match = scope.fields.find(name, at);
            if (match != null) {
                return new Found(scope, match);
            }
            scope = scope.around;
        }
        return null;
    }

    @Override
    public boolean mayKnow(QualifiedName function) {
        return sources.mayKnow(function);
    }

    /** A column's name alone is printed as it was written, one behind a table's is quoted throughout. */
    private static String written(QualifiedName name) {
        List<Name> parts = name.parts();
        if (parts.size() > MOST_PARTS) {
            return name.toString();
        }
        StringBuilder text = new StringBuilder();
        for (Name part : parts) {
            boolean quoted = parts.size() > 1 || part.quoted();
            text.append(text.length() == 0 ? "" : ".");
            text.append(quoted ? "`" : "").append(part.text()).append(quoted ? "`" : "");
        }
        return text.toString();
    }

    /** A column, and the scope that it was found in. */
    record Found(QueryScope scope, Match match) {}
}
