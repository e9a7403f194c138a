package dev.cairn.processor.read;

import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.column.Columns;
import dev.cairn.processor.read.column.ColumnsReader;
import dev.cairn.processor.read.column.PrimaryKeyColumns;
import dev.cairn.processor.read.column.StructReader;
import dev.cairn.processor.read.written.Annotations;
import dev.cairn.processor.read.written.Compile;
import dev.cairn.processor.read.written.Described;
import dev.cairn.processor.read.written.Site;
import dev.cairn.processor.read.written.Unread;
import dev.cairn.processor.read.written.Vocabulary;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import java.util.Set;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A record to what it declares. */
final class RecordReader {
    private final Compile compile;
    private final Findings findings;
    private final DescribedReader described;
    private final ColumnsReader columns;

    RecordReader(Compile compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.described = new DescribedReader(compile, findings);
        this.columns = new ColumnsReader(compile, findings, new StructReader(compile, findings));
    }

    /** What can't be read of it is thrown as {@link Unread}, when all else was looked at. */
    Declaration read(TypeElement type) {
        Annotations said = Annotations.of(new Site(compile.places(), type, null));
        Described object = described.read(said, type);
        requireReachable(type, said.site().place());
        new Vocabulary(findings).checkRecord(said, object.kind());
        Clauses clauses = new Clauses(said, findings);
        KeyClause key = clauses.key();
        Columns found = columns(type, object, said.site().place(), key, clauses);
        StatementReader statements = new StatementReader(said, findings, object, found, clauses);
        return new Declaration(
                compile.name(type),
                Compile.isPublic(type),
                object.kind(),
                statements.statement(key),
                object.query(),
                object.byPosition(),
                found.columns(),
                found.shape(),
                said.renamedFrom(""),
                said.allowed(),
                said.site().place(),
                true);
    }

    private void requireReachable(TypeElement type, Place place) {
        if (!type.getTypeParameters().isEmpty()) {
            findings.add(Code.GENERIC, place, compile.name(type));
            throw Unread.reported();
        }
        if (Compile.isPrivate(type)) {
            findings.add(Code.PRIVATE, place, compile.name(type));
            throw Unread.reported();
        }
    }

    private Columns columns(TypeElement type, Described object, Place place, @Nullable KeyClause key, Clauses clauses) {
        ColumnsReader.Context context = new ColumnsReader.Context(object.kind(), compile.packageOf(type));
        try {
            Columns found = columns.of(type, place, context);
            return key != null && key.model() == KeyModel.PRIMARY ? PrimaryKeyColumns.unsaid(found, key) : found;
        } catch (Unread failure) {
            clauses.lookAtAll();
            new PartitioningReader(clauses, findings, Set.of()).lookAtPartitions();
            throw failure;
        }
    }
}
