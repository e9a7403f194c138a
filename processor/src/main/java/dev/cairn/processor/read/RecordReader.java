package dev.cairn.processor.read;

import dev.cairn.annotation.External;
import dev.cairn.annotation.MaterializedView;
import dev.cairn.annotation.SnapshotTable;
import dev.cairn.annotation.Table;
import dev.cairn.annotation.View;
import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.sql.Fragment;
import dev.cairn.sql.KeyClause;
import dev.cairn.sql.KeyModel;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Statement;
import dev.cairn.sql.Statement.QueryText;
import dev.cairn.sql.ViewStatement.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A record to what it declares. */
final class RecordReader {
    private static final Map<String, Kind> KINDS = Map.of(
            Table.class.getSimpleName(), Kind.TABLE,
            SnapshotTable.class.getSimpleName(), Kind.SNAPSHOT_TABLE,
            View.class.getSimpleName(), Kind.VIEW,
            MaterializedView.class.getSimpleName(), Kind.MATERIALIZED_VIEW,
            External.class.getSimpleName(), Kind.EXTERNAL);

    private final Compile compile;
    private final Findings findings;
    private final Vocabulary vocabulary;
    private final ColumnsReader columns;
    private final ColumnNames names;
    private final Fragments fragments;

    RecordReader(Compile compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.vocabulary = new Vocabulary(findings);
        this.columns = new ColumnsReader(compile, findings, new StructReader(compile, findings));
        this.names = new ColumnNames(findings);
        this.fragments = new Fragments(findings);
    }

    /** What the annotations say, if they say it; of several the first. */
    static Optional<Kind> kind(Annotations said) {
        return said.names().stream().filter(KINDS::containsKey).map(KINDS::get).findFirst();
    }

    /** Whatever can't be read of it is thrown as {@link Unread}, when all else was looked at. */
    Declaration read(TypeElement type) {
        Annotations said = Annotations.of(new Site(compile.places(), type, null));
        Written object = object(said, type);
        Kind kind = KINDS.getOrDefault(object.name(), Kind.TABLE);
        requireRecord(type, object);
        vocabulary.checkRecord(said, kind);
        Place place = said.site().place();
        Columns found = columns.of(type, place, new ColumnsReader.Context(kind, compile.packageOf(type)));
        Clauses clauses = new Clauses(said, findings);
        KeyClause key = clauses.key();
        if (key != null && key.model() == KeyModel.PRIMARY) {
            found = PrimaryKeyColumns.unsaid(found, key);
        }
        boolean byPosition =
                object.constant("columns").filter("BY_POSITION"::equals).isPresent();
        QueryText query = object.says("query") ? query(object) : null;
        StatementReader statements =
                new StatementReader(said, findings, name(object, kind, type, place), comment(object), found, clauses);
        return new Declaration(
                compile.name(type),
                Compile.isPublic(type),
                kind,
                statement(kind, statements, object, key, byPosition, query),
                query,
                byPosition,
                found.columns(),
                found.shape(),
                said.renamedFrom(""),
                said.allowed(),
                place,
                true);
    }

    /** The one annotation that says what the record describes. */
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

    private void requireRecord(TypeElement type, Written object) {
        if (!Compile.isRecord(type)) {
            findings.add(Code.NOT_A_RECORD, object.place(), compile.name(type), object.name());
            throw Unread.reported();
        }
        Place place = object.site().place();
        if (!type.getTypeParameters().isEmpty()) {
            findings.add(Code.GENERIC, place, compile.name(type));
            throw Unread.reported();
        }
        if (Compile.isPrivate(type)) {
            findings.add(Code.PRIVATE, place, compile.name(type));
            throw Unread.reported();
        }
    }

    private QualifiedName name(Written object, Kind kind, TypeElement type, Place place) {
        if (kind == Kind.EXTERNAL) {
            QualifiedName name = fragments.read(object.required("value"), Fragment::name);
            if (name == null) {
                throw Unread.reported();
            }
            return name;
        }
        Name own = names.name(object.text("name"), type.getSimpleName().toString(), place);
        Written.Text database = object.text("database");
        List<Name> parts = new ArrayList<>();
        if (database != null && !database.text().isEmpty()) {
            parts.add(names.name(database));
        }
        parts.add(own);
        return new QualifiedName(parts);
    }

    private static @Nullable String comment(Written object) {
        Written.Text comment = object.text("comment");
        return comment == null || comment.text().isEmpty() ? null : comment.text();
    }

    private @Nullable QueryText query(Written object) {
        return fragments.read(Code.QUERY_SYNTAX, object.required("query"), Fragment::query);
    }

    private Statement statement(
            Kind kind,
            StatementReader statements,
            Written object,
            @Nullable KeyClause key,
            boolean byPosition,
            @Nullable QueryText query) {
        return switch (kind) {
            case TABLE, SNAPSHOT_TABLE -> statements.table(key);
            case EXTERNAL -> statements.external();
            case VIEW -> {
                Security security =
                        object.constant("security").map(Security::valueOf).orElse(null);
                yield query == null
                        ? UnknownQuery.statement(text -> statements.view(byPosition, text, security), object)
                        : statements.view(byPosition, query, security);
            }
            case MATERIALIZED_VIEW ->
                query == null
                        ? UnknownQuery.statement(text -> statements.materializedView(byPosition, text), object)
                        : statements.materializedView(byPosition, query);
        };
    }
}
