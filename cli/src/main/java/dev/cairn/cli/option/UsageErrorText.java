package dev.cairn.cli.option;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with the arguments, in a sentence. */
final class UsageErrorText {
    private static final int MOST_MEANT = 3;

    private UsageErrorText() {}

    static String words(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (wrong instanceof MissingParameterException missing) {
            return missing(missing.getMissing());
        }
        String message = String.valueOf(wrong.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("^Value for option option", "The value for option");
        return message.endsWith(".") ? message : message + ".";
    }

    private static String unmatched(UnmatchedArgumentException wrong) {
        String said = "'" + wrong.getUnmatched().get(0) + "'";
        CommandLine command = wrong.getCommandLine();
        if (wrong.isUnknownOption()) {
            return "Unknown option " + said + meant(wrong.getSuggestions());
        }
        return command.getParent() == null
                ? "Unknown command " + said + meant(wrong.getSuggestions())
                : "Unexpected argument " + said + ".";
    }

    /** Many that look alike are no help. */
    private static String meant(List<String> suggestions) {
        return suggestions.isEmpty() || suggestions.size() > MOST_MEANT
                ? "."
                : "; did you mean " + String.join(" or ", suggestions) + "?";
    }

    private static String missing(List<ArgSpec> missing) {
        List<String> names = missing.stream().map(UsageErrorText::name).toList();
        return names.size() > 1
                ? "One of these is required: " + String.join(", ", names) + "."
                : names.get(0) + " is missing.";
    }

    private static String name(ArgSpec argument) {
        String label = argument.paramLabel();
        return argument instanceof OptionSpec option
                ? option.longestName() + (argument.arity().max() == 0 ? "" : "=" + label)
                : label;
    }
}
