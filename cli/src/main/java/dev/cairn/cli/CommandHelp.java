package dev.cairn.cli;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help of a command. It wraps the descriptions of options only at spaces: picocli would also wrap after a colon or
 * a full stop, so that a reader could not copy a URL or the name of a file.
 */
final class CommandHelp extends Help {
    CommandHelp(CommandSpec commandSpec, ColorScheme colours) {
        super(commandSpec, colours);
    }

    @Override
    public Layout createDefaultLayout(
            List<OptionSpec> options, List<PositionalParamSpec> parameters, ColorScheme colours) {
        Layout layout = super.createDefaultLayout(options, parameters, colours);
        return new Layout(
                colours,
                new WordWrappingTable(colours, layout.textTable().columns()),
                layout.optionRenderer(),
                layout.parameterRenderer());
    }

    /** A table whose last column is wrapped at spaces. */
    private static final class WordWrappingTable extends TextTable {
        WordWrappingTable(ColorScheme colours, Column[] columns) {
            super(colours, columns);
        }

        @Override
        public void addRowValues(Text... values) {
            Column descriptionColumn = columns()[columns().length - 1];
            if (values.length < columns().length || descriptionColumn.overflow != Column.Overflow.WRAP) {
                super.addRowValues(values);
                return;
            }
            Text[] row = values.clone();
            Text remainingText = values[values.length - 1];
            while (true) {
                int end = findLineEnd(remainingText.plainString(), descriptionColumn.width - descriptionColumn.indent);
                row[row.length - 1] = remainingText.substring(0, end);
                super.addRowValues(row);
                if (end == remainingText.plainString().length()) {
                    return;
                }
                remainingText = remainingText.substring(end + 1);
                Arrays.fill(row, remainingText.substring(0, 0));
            }
        }

        /** Returns where a line ends: at the last space within the width, or after the first word if it is longer. */
        private static int findLineEnd(String text, int width) {
            if (text.length() <= width) {
                return text.length();
            }
            int lastSpaceIndex = text.lastIndexOf(' ', width);
            int endOfWord = lastSpaceIndex > 0 ? lastSpaceIndex : text.indexOf(' ', width);
            return endOfWord < 0 ? text.length() : endOfWord;
        }
    }
}
