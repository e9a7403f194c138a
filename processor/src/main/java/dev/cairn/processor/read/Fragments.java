package dev.cairn.processor.read;

import dev.cairn.processor.model.Code;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.LineAndColumn;
import dev.cairn.sql.Fragment;
import dev.cairn.sql.SqlSyntaxException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** SQL in the values of annotations. */
record Fragments(Findings findings) {
    /** Null where it can't be read, which is then among the findings. */
    <T> @Nullable T read(Written.Text text, Function<Fragment, T> part) {
        return read(Code.SYNTAX, text, part);
    }

    <T> @Nullable T read(Code code, Written.Text text, Function<Fragment, T> part) {
        try {
            return part.apply(new Fragment(text.text(), text.place().number()));
        } catch (SqlSyntaxException wrong) {
            String where = LineAndColumn.shown(text.text(), wrong.at());
            findings.addWith(where, code, text.place(), wrong.problem());
            return null;
        }
    }
}
