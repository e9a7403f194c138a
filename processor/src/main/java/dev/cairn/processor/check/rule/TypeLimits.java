package dev.cairn.processor.check.rule;

import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.Part;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.Type;
import java.util.Locale;

/** The limits of text lengths and decimal digits. */
final class TypeLimits implements Rule {
    private static final int LONGEST_CHAR = 255;
    private static final int LONGEST = 1048576;

    @Override
    public void check(CheckedTable table, Findings findings) {
        for (DeclaredColumn column : table.columns()) {
            Type type = column.definition().type();
            if (type != null) {
                check(table, column, type, findings);
            }
        }
    }

    private static void check(CheckedTable table, DeclaredColumn column, Type type, Findings findings) {
        if (type instanceof Type.Decimal decimal) {
            check(table, column, decimal, findings);
        } else if (type instanceof Type.Text text) {
            check(column, text, findings);
        } else {
            type.parts().forEach(part -> check(table, column, part, findings));
        }
    }

    private static void check(CheckedTable table, DeclaredColumn column, Type.Decimal type, Findings findings) {
        if (type.kind() != Type.Decimal.Kind.DECIMAL) {
            return; // a storage class of its own choosing
        }
        Type.Decimal.Kind widest =
                table.profile().atLeast(Version.V4_0) ? Type.Decimal.Kind.DECIMAL256 : Type.Decimal.Kind.DECIMAL128;
        int most = widest.mostDigits();
        boolean digits = type.precision() >= 1 && type.precision() <= most;
        if (!digits || type.scale() < 0 || type.scale() > type.precision()) {
            findings.add(
                    FindingCode.DECIMAL_DIGITS,
                    column.place(Part.TYPE),
                    column.name(),
                    type.precision(),
                    type.scale(),
                    table.profile().version(),
                    most);
        }
    }

    private static void check(DeclaredColumn column, Type.Text type, Findings findings) {
        boolean fixed = type.kind() == Type.Text.Kind.CHAR;
        int longest = fixed ? LONGEST_CHAR : LONGEST;
        boolean tooShort = type.length() < 1 && type.length() != Type.Text.UNSAID;
        if (tooShort || type.length() > longest) {
            findings.add(
                    FindingCode.TEXT_LENGTH,
                    column.place(Part.TYPE),
                    column.name(),
                    type.kind().name().toLowerCase(Locale.ROOT),
                    type.length(),
                    longest,
                    fixed && !tooShort ? ", or @Varchar" : "");
        }
    }
}
