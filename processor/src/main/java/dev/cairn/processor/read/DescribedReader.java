package dev.cairn.processor.read;

import dev.cairn.annotation.External;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.SnapshotTable;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.View;
import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.ColumnNames;
import dev.cairn.processor.read.written.Compile;
import dev.cairn.processor.read.written.Described;
import dev.cairn.processor.read.written.Fragments;
import dev.cairn.processor.read.written.Unread;
import dev.cairn.processor.read.written.Written;
import dev.cairn.sql.Fragment;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.query.UnknownClause;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Which object a record describes. */
final class DescribedReader {
    private static final Map<String, Kind> KINDS = Map.of(
            Table.class.getSimpleName(), Kind.TABLE,
            SnapshotTable.class.getSimpleName(), Kind.SNAPSHOT_TABLE,
            View.class.getSimpleName(), Kind.VIEW,
            MaterializedView.class.getSimpleName(), Kind.MATERIALIZED_VIEW,
            External.class.getSimpleName(), Kind.EXTERNAL);

    private final Compile compile;
    private final Findings findings;
    private final ColumnNames names;
    private final Fragments fragments;

    DescribedReader(Compile compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.names = new ColumnNames(findings);
        this.fragments = new Fragments(findings);
    }

    /** What the annotations say, if they say it; of several the first. */
    static Optional<Kind> kind(Annotations said) {
        return said.names().stream().filter(KINDS::containsKey).map(KINDS::get).findFirst();
    }

    Described read(Annotations said, TypeElement type) {
        Written object = object(said, type);
        if (!Compile.isRecord(type)) {
            findings.add(Code.NOT_A_RECORD, object.place(), compile.name(type), object.name());
            throw Unread.reported();
        }
        Kind kind = KINDS.getOrDefault(object.name(), Kind.TABLE);
        Written.Text comment = object.text("comment");
        return new Described(
                object,
                kind,
                kind == Kind.EXTERNAL ? foreignName(object) : name(object, type),
                comment == null || comment.text().isEmpty() ? null : comment.text(),
                object.constant("columns").filter("BY_POSITION"::equals).isPresent(),
                object.says("query") ? query(object, kind, said) : null);
    }

    private Written object(Annotations said, TypeElement type) {
        Written object = null;
        for (String name : said.names()) {
            Written other = KINDS.containsKey(name) ? said.one(name) : null;
            if (other != null && object != null) {
                findings.add(Code.CONTRADICTION, other.place(), "@" + object.name(), "@" + name);
                throw Unread.reported();
            }
            object = other == null ? object : other;
        }
        if (object == null) {
            String first = said.names().iterator().next();
            findings.add(Code.NO_OBJECT, said.place(first), first, compile.name(type));
            throw Unread.reported();
        }
        return object;
    }

    private QualifiedName foreignName(Written object) {
        QualifiedName name = fragments.read(object.required("value"), Fragment::name);
        if (name == null) {
            throw Unread.reported();
        }
        return name;
    }

    private QualifiedName name(Written object, TypeElement type) {
        List<Name> parts = new ArrayList<>();
        Written.Text database = object.text("database");
        if (database != null && !database.text().isEmpty()) {
            parts.add(names.name(database));
        }
        String java = type.getSimpleName().toString();
        parts.add(names.name(object.text("name"), java, object.site().place()));
        return new QualifiedName(parts);
    }

    /**
     * What creates a view may be sent as it is where a newer server may know the clause that this parser does not; of a
     * snapshot table, the query becomes part of another statement.
     */
    private @Nullable QueryText query(Written object, Kind kind, Annotations said) {
        Written.Text query = object.required("query");
        try {
            return new Fragment(query.text(), query.place().number()).query();
        } catch (SqlSyntaxException failure) {
            boolean newer = kind != Kind.SNAPSHOT_TABLE && UnknownClause.mayBeIn(query.text(), failure);
            boolean silent = said.allowed().stream().anyMatch(each -> each.tag().equals(Code.QUERY_SYNTAX.tag()));
            if (!newer || !silent) {
                findings.addWith(
                        LineAndColumn.shown(query.text(), failure.at()),
                        newer ? Code.QUERY_SYNTAX : Code.SYNTAX,
                        query.place(),
                        problem(query, failure));
            }
            return null;
        }
    }

    private static String problem(Written.Text query, SqlSyntaxException failure) {
        return UnknownClause.misspelling(query.text(), failure)
                .map(word -> failure.problem() + "; is " + word + " a misspelling?")
                .orElse(failure.problem());
    }
}
