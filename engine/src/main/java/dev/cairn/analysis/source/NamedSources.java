package dev.cairn.analysis.source;

import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds whatever a query names, and remembers the names: for who wants to know them before there is anything to find. */
public final class NamedSources implements QuerySources {
    private final List<QualifiedName> names = new ArrayList<>();

    @Override
    public Source named(@Nullable String catalog, String database, String name, Span at) {
        names.add(QualifiedName.of(database, name));
        return Source.unknown(database, name, Source.Kind.TABLE);
    }

    @Override
    public boolean mayKnow(QualifiedName function) {
        return true;
    }

    /** Each with its database, as often as it was named. */
    public List<QualifiedName> names() {
        return names;
    }
}
