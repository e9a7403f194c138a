package dev.cairn.analysis.source;

import dev.cairn.analysis.type.NullCause;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a source that a query uses, recorded while its names are resolved; the required privileges and the
 * lineage follow from these columns.
 */
public final class SourceUsage {
    private final Source source;
    private final BitSet usedColumnIndexes = new BitSet();
    private boolean isDirect;
    private @Nullable Supplier<List<Optional<NullCause>>> nullCauseSupplier;
    /** The causes by the index of the column; null before the supplier is called, or if there is no supplier. */
    private @Nullable List<Optional<NullCause>> nullCauses;

    SourceUsage(Source source) {
        this.source = source;
    }

    public Source source() {
        return source;
    }

    void markRead(boolean isDirectRead) {
        isDirect |= isDirectRead;
    }

    /**
     * Sets the function that derives why the columns of a materialized view may be NULL. The function reads the
     * query of the view, since the declaration of a column only says whether the column is nullable.
     */
    public void setNullCauseSupplier(Supplier<List<Optional<NullCause>>> newSupplier) {
        nullCauseSupplier = newSupplier;
    }

    /**
     * Returns why a column may be NULL: null if the query of the view shows that it never is, and
     * {@link NullCause#UNNAMED_COLUMN} if the source has no such query.
     */
    @Nullable
    NullCause findNullCause(int index) {
        if (nullCauses == null && nullCauseSupplier != null) {
            nullCauses = nullCauseSupplier.get();
        }
        return nullCauses == null
                ? NullCause.UNNAMED_COLUMN
                : nullCauses.get(index).orElse(null);
    }

    void markColumnUsed(int index) {
        usedColumnIndexes.set(index);
    }

    public ColumnOrigin createOrigin(int index) {
        return new ColumnOrigin(source, source.columns().get(index));
    }

    Dependency toDependency() {
        List<Source.Column> usedColumns = new ArrayList<>(usedColumnIndexes.cardinality());
        for (int i = usedColumnIndexes.nextSetBit(0); i >= 0; i = usedColumnIndexes.nextSetBit(i + 1)) {
            usedColumns.add(source.columns().get(i));
        }
        return new Dependency(source, isDirect, usedColumns);
    }
}
