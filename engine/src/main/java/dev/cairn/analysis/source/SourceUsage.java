package dev.cairn.analysis.source;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The columns of a source that a query uses. */
public final class SourceUsage {
    private final Source source;
    private boolean direct;
    private final BitSet columns = new BitSet();

    SourceUsage(Source source) {
        this.source = source;
    }

    public Source source() {
        return source;
    }

    void read(boolean directly) {
        direct |= directly;
    }

    void column(int index) {
        columns.set(index);
    }

    public ColumnOrigin origin(int index) {
        return new ColumnOrigin(source, source.columns().get(index));
    }

    Dependency dependency() {
        List<Source.Column> used = new ArrayList<>(columns.cardinality());
        for (int i = columns.nextSetBit(0); i >= 0; i = columns.nextSetBit(i + 1)) {
            used.add(source.columns().get(i));
        }
        return new Dependency(source, direct, used);
    }
}
