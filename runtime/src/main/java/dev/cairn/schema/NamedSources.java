package dev.cairn.schema;

import dev.cairn.analysis.Source;
import dev.cairn.analysis.Sources;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds whatever a query names, and remembers the names. */
final class NamedSources implements Sources {
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

    List<QualifiedName> names() {
        return names;
    }
}
