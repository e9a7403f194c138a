package dev.cairn.analysis.source;

import dev.cairn.analysis.type.NullCause;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a source that a query uses, recorded while its names are resolved; required privileges and lineage
 * follow from them.
 */
public final class SourceUsage {
    private final Source source;
    private boolean isDirect;
    private final BitSet columns = new BitSet();
    private @Nullable Supplier<List<Optional<NullCause>>> causeDerivation;
    private @Nullable List<Optional<NullCause>> causes;

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
     * Sets the derivation of why the columns of a materialized view may be NULL. The query of the view tells more
     * about this than the declared nullability of the columns.
     */
    public void setCauseDerivation(Supplier<List<Optional<NullCause>>> derivation) {
        causeDerivation = derivation;
    }

    /** Returns why a nullable column may be NULL; null if it never is. */
    @Nullable
    NullCause causeOf(int index) {
        if (causes == null && causeDerivation != null) {
            causes = causeDerivation.get();
        }
        return causes == null ? NullCause.COLUMN : causes.get(index).orElse(null);
    }

    void addColumn(int index) {
        columns.set(index);
    }

    public ColumnOrigin originOf(int index) {
        return new ColumnOrigin(source, source.columns().get(index));
    }

    Dependency toDependency() {
        List<Source.Column> usedColumns = new ArrayList<>(columns.cardinality());
        for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
            usedColumns.add(source.columns().get(i));
        }
        return new Dependency(source, isDirect, usedColumns);
    }
}
