package dev.cairn.sql.ast;

import java.time.Month;
import java.time.Year;

/** Checks which strings the server accepts in DATE and DATETIME literals. */
public final class DateTexts {
    private static final int SHORTEST = 5;
    private static final int DAY_ALONE = 8;
    private static final int SECOND_ALONE = 14;
    private static final int LONGEST_FRACTION = 6;

    private final String text;
    private int position;

    private DateTexts(String text) {
        this.text = text;
    }

    public static boolean valid(String text) {
        if (text.length() < SHORTEST) {
            return false;
        }
        if (text.endsWith("Z") || text.endsWith("]") || text.indexOf('+') >= 0) {
            // A time with a time zone; only the server knows which zones exist.
            return true;
        }
        DateTexts scan = new DateTexts(text);
        return text.indexOf('-') < 0 ? scan.digitsAlone() : scan.dateAndTime();
    }

    private boolean digitsAlone() {
        if (text.length() != DAY_ALONE && text.length() != SECOND_ALONE) {
            return false;
        }
        boolean date = date(number(4, 4), number(2, 2), number(2, 2));
        if (!date || text.length() == DAY_ALONE) {
            return date;
        }
        return within(number(2, 2), 23) && within(number(2, 2), 59) && within(number(2, 2), 59);
    }

    private boolean dateAndTime() {
        boolean century = text.indexOf('-') != 2;
        int year = number(century ? 4 : 2, century ? 4 : 2);
        boolean separated = take('-');
        int month = number(1, 2);
        separated &= take('-');
        if (!date(century ? year : year + 1970, month, number(1, 2)) || !separated) {
            return false;
        }
        return atEnd() || ((take(' ') || take('T')) && time());
    }

    private boolean time() {
        if (!within(number(2, 2), 23) || !take(':') || !within(number(2, 2), 59)) {
            return false;
        }
        if (atEnd()) {
            return true;
        }
        if (!take(':') || !within(number(2, 2), 59)) {
            return false;
        }
        return atEnd() || (take('.') && number(1, LONGEST_FRACTION) >= 0 && atEnd());
    }

    private static boolean date(int year, int month, int day) {
        return year >= 0
                && within(month, 12)
                && month > 0
                && day > 0
                && day <= Month.of(month).length(Year.isLeap(year));
    }

    private static boolean within(int number, int highest) {
        return number >= 0 && number <= highest;
    }

    /** Reads as many digits as there are, and returns -1 if there are too few. */
    private int number(int fewest, int most) {
        int start = position;
        int value = 0;
        while (position < text.length() && position - start < most && isDigit(text.charAt(position))) {
            value = value * 10 + text.charAt(position++) - '0';
        }
        return position - start < fewest ? -1 : value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean take(char c) {
        boolean here = !atEnd() && text.charAt(position) == c;
        if (here) {
            position++;
        }
        return here;
    }

    private boolean atEnd() {
        return position == text.length();
    }
}
