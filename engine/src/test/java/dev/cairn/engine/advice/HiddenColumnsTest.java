package dev.cairn.engine.advice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks the warnings about conditions on the partition column or the first sort column. Each number is how many of the
 * 16 partitions a 4.1 server scans according to EXPLAIN. For sort columns, the second cell is the condition that
 * EXPLAIN shows: the server searches the sort key only by a condition on the plain column.
 */
class HiddenColumnsTest {
    private static final AdvisedShop SHOP = new AdvisedShop();

    /** The table has range partitions by a DATE: START ('2020-01-01') END ('2024-01-01') EVERY (INTERVAL 3 MONTH). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            day = '2022-05-05'                            |  1 |
            day >= 20220505                               |  7 |
            day BETWEEN '2022-05-05' AND '2022-05-06'     |  1 |
            NOT (day < '2022-05-05')                      |  7 |
            year(day) = 2022                              |  5 |
            extract(year FROM day) = 2022                 |  5 |
            to_date(day) = '2022-05-05'                   |  1 |
            date_trunc('month', day) = '2022-05-01'       |  1 |
            time_slice(day, INTERVAL 1 DAY) = '2022-05-05' | 1 |
            date_format(day, '%Y-%m') = '2022-05'         |  1 |
            day + INTERVAL 1 DAY = '2022-05-05'           |  1 |
            date_add(day, INTERVAL 1 MONTH) >= '2022-05-05' | 7 |
            datediff('2022-05-05', day) < 5               |  7 |
            to_days(day) = 738645                         |  1 |
            unix_timestamp(day) > 1651708800              |  7 |
            last_day(day) = '2022-05-31'                  |  1 |
            CAST(day AS DATETIME) >= '2022-05-05 00:00:00' | 7 |
            month(day) = 5 AND year(day) = 2022           |  5 |
            day != '2022-05-05'                           | 16 |
            month(day) = 1                                | 16 | month(day)
            extract(month FROM day) = 1                   | 16 | extract(month FROM day)
            month(day) IN (1, 2)                          | 16 | month(day)
            quarter(day) = 1                              | 16 | quarter(day)
            dayofweek(day) = 3                            | 16 | dayofweek(day)
            date(day) = '2022-05-05'                      | 16 | date(day)
            date(day) >= '2022-05-05'                     | 16 | date(day)
            year(day) * 100 + month(day) = 202205         | 16 | year(day) * 100 + month(day)
            CAST(day AS VARCHAR) = '2022-05-05'           | 16 | CAST(day AS VARCHAR)
            CAST(day AS VARCHAR) LIKE '2022-05%'          | 16 | CAST(day AS VARCHAR)
            CAST(day AS INT) = 20220505                   | 16 | CAST(day AS INT)
            left(day, 7) = '2022-05'                      | 16 | left(day, 7)
            substr(day, 1, 7) = '2022-05'                 | 16 | substr(day, 1, 7)
            concat(day, '') = '2022-05-05'                | 16 | concat(day, '')
            coalesce(day, DATE '2022-05-05') = DATE '2022-05-05' | 16 | coalesce(day, DATE '2022-05-05')
            ifnull(day, DATE '2022-05-05') = '2022-05-05' | 16 | ifnull(day, DATE '2022-05-05')
            timestampdiff(DAY, day, '2022-05-05') < 5     | 16 | timestampdiff(DAY, day, '2022-05-05')
            days_diff('2022-05-05', day) < 5              | 16 | days_diff('2022-05-05', day)
            convert_tz(day, 'UTC', 'Asia/Shanghai') >= '2022-05-05' | 16 | convert_tz(day, 'UTC', 'Asia/Shanghai')
            date_format(day, '%Y') = '2022'               |  5 |
            date_format(day, '%Y%m') = '202205'           |  1 |
            date_format(day, '%m') = '05'                 | 16 | date_format(day, '%m')
            date_format(day, '%d.%m.%Y') = '05.05.2022'   | 16 | date_format(day, '%d.%m.%Y')
            months_diff(day, '2022-01-01') = 0            | 16 | months_diff(day, '2022-01-01')
            dayofweek_iso(day) = 3                        | 16 | dayofweek_iso(day)
            makedate(year(day), 1) = '2022-01-01'         | 16 | makedate(year(day), 1)
            greatest(day, DATE '2022-05-05') = DATE '2022-05-05' | 16 | greatest(day, DATE '2022-05-05')
            """)
    void aConditionThatHidesAColumnOfRangePartitionsIsReported(
            String condition, int scannedPartitionCount, String markedText) {
        requireMarkedText("SELECT id FROM orders WHERE " + condition, scannedPartitionCount, markedText);
    }

    /** The table has range partitions by an INT: START ("0") END ("160") EVERY (10). */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            n = 5                        |  1 |
            n = '5'                      |  1 |
            n + 1 = 6                    |  1 |
            10 - n = 5                   |  1 |
            n / 2 = 5                    |  1 |
            CAST(n AS BIGINT) = 5        |  1 |
            n * 2 = 10                   | 16 | n * 2
            2 * n = 10                   | 16 | 2 * n
            n % 2 = 0                    | 16 | n % 2
            mod(n, 2) = 0                | 16 | mod(n, 2)
            n DIV 10 = 5                 | 16 | n DIV 10
            n & 1 = 1                    | 16 | n & 1
            n ^ 1 = 5                    | 16 | n ^ 1
            ~n = 5                       | 16 | ~n
            n * 1.5 = 6                  | 16 | n * 1.5
            sqrt(n) = 5                  | 16 | sqrt(n)
            least(n, 5) = 5              | 16 | least(n, 5)
            -n = -5                      | 16 | -n
            abs(n) = 5                   | 16 | abs(n)
            floor(n) = 5                 | 16 | floor(n)
            round(n) = 5                 | 16 | round(n)
            coalesce(n, 0) = 5           | 16 | coalesce(n, 0)
            CAST(n AS VARCHAR) = '5'     | 16 | CAST(n AS VARCHAR)
            CAST(n AS DECIMAL(10,2)) > 5 | 16 | CAST(n AS DECIMAL(10,2))
            n = 5.5                      | 16 | n = 5.5
            """)
    void aConditionThatHidesANumberIsReported(String condition, int scannedPartitionCount, String markedText) {
        requireMarkedText("SELECT id FROM reading WHERE " + condition, scannedPartitionCount, markedText);
    }

    /** The table has 16 list partitions by a VARCHAR, one for each letter. A query that fails scans 0 partitions. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            city = 'a'                                |  1 |
            city <=> 'a'                              |  1 |
            CASE city WHEN 'a' THEN 1 ELSE 2 END = 1  |  1 |
            if(city = 'a', 1, 0) = 1                  |  1 |
            city LIKE 'a%'                            | 16 |
            upper(city) = 'A'                         | 16 | upper(city)
            lower(city) IN ('a', 'b')                 | 16 | lower(city)
            trim(city) = 'a'                          | 16 | trim(city)
            left(city, 1) = 'a'                       | 16 | left(city, 1)
            concat(city, 'b') = 'ab'                  | 16 | concat(city, 'b')
            length(city) = 1                          | 16 | length(city)
            locate('a', city) > 0                     | 16 | locate('a', city)
            nullif(city, '') = 'a'                    | 16 | nullif(city, '')
            reverse(city) = 'a'                       | 16 | reverse(city)
            lcase(city) = 'a'                         | 16 | lcase(city)
            split_part(city, 'x', 1) = 'a'            | 16 | split_part(city, 'x', 1)
            hex(city) = '61'                          | 16 | hex(city)
            regexp_replace(city, 'a', 'b') = 'b'      | 16 | regexp_replace(city, 'a', 'b')
            city = 5                                  |  0 | city = 5
            """)
    void aConditionThatHidesAColumnOfListPartitionsIsReported(
            String condition, int scannedPartitionCount, String markedText) {
        requireMarkedText("SELECT id FROM branch WHERE " + condition, scannedPartitionCount, markedText);
    }

    /** The table has list partitions by an expression and a column. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            day >= '2022-05-05'                     |  6 |
            date_trunc('month', day) = '2022-05-01' |  0 |
            CAST(day AS VARCHAR) = '2022-05-05'     | 16 |
            month(day) = 1                          | 16 | month(day)
            date(day) = '2022-05-05'                | 16 | date(day)
            month(day) = 1 AND city = 'a'           |  8 |
            """)
    void aConditionThatHidesAnExpressionOfListPartitionsIsReported(
            String condition, int scannedPartitionCount, String markedText) {
        requireMarkedText("SELECT id FROM visit WHERE " + condition, scannedPartitionCount, markedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            word = 'a'                   | word = 'a'                            |
            word = upper('a')            | word = 'A'                            |
            word BETWEEN 1 AND 2         | word >= '1', word <= '2'              |
            word IN (1, 2)               | word IN ('1', '2')                    |
            word LIKE 'a%'               | word LIKE 'a%'                        |
            upper(word) = 'A'            | upper(word) = 'A'                     | upper(word)
            substring(word, 1, 1) = 'a'  | substring(word, 1, 1) = 'a'           | substring(word, 1, 1)
            md5(word) = 'a'              | md5(word) = 'a'                       | md5(word)
            CAST(word AS INT) = 5        | CAST(word AS INT) = 5                 | CAST(word AS INT)
            word = 5                     | CAST(word AS DECIMAL128(38,9)) = 5    | word = 5
            word > 5                     | CAST(word AS DOUBLE) > 5.0            | word > 5
            5.5 = word                   | CAST(word AS DECIMAL32(2,1)) = 5.5    | 5.5 = word
            word != 5                    | CAST(word AS DECIMAL128(38,9)) != 5   |
            word >= DATE '2022-01-01'    | CAST(word AS DATETIME) >= '2022-01-01 00:00:00' | word >= DATE '2022-01-01'
            """)
    void aConditionThatHidesTheFirstSortColumnIsReported(
            String condition, String explainedCondition, String markedText) {
        assertThat(explainedCondition).isNotEmpty();
        requireMarkedText("SELECT n FROM word WHERE " + condition, 1, markedText);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT hits FROM event WHERE date(at) = '2022-05-05'             | CAST(at AS DATE) = '2022-05-05'
            SELECT hits FROM event e WHERE '2022-05-05' <= date(e.at)        | '2022-05-05' <= CAST(e.at AS DATE)
            SELECT id FROM orders WHERE date(day) > '2022-05-05'             | day > '2022-05-05'
            SELECT id FROM orders WHERE CAST(day AS VARCHAR) = '2022-05-05'  | day = '2022-05-05'
            SELECT n FROM word WHERE word = 5                                | word = '5'
            SELECT n FROM word WHERE 5.5 = word                              | "'5.5' = word"
            SELECT id FROM orders WHERE month(day) = 5                       |
            SELECT n FROM word WHERE word = 2 + 3                            |
            """)
    void aWarningGivesTheReplacementIfThereIsOne(String query, String replacement) {
        assertThat(SHOP.findWarnings(query))
                .singleElement()
                .extracting(QueryWarning::replacement)
                .isEqualTo(replacement);
    }

    /** Another condition on the column lets the server search by it. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            SELECT id FROM orders WHERE month(day) = 5 AND day >= '2022-01-01'
            SELECT id FROM orders o JOIN word w ON o.day = w.born WHERE month(o.day) = 5
            SELECT id FROM orders WHERE month(day) = customer
            SELECT id FROM orders WHERE month(day) = (SELECT max(n) FROM word)
            SELECT q.id FROM (SELECT id, day FROM orders WHERE month(day) = 5) q WHERE q.day > '2022-01-01'
            SELECT n FROM word WHERE upper(word) = 'A' AND word > 'a'
            SELECT name FROM customer WHERE abs(id) = 5
            SELECT n FROM word WHERE upper(word) = concat(n, '')
            """)
    void aColumnThatIsAlsoComparedItselfIsNotHidden(String query) {
        assertThat(SHOP.findWarnings(query)).isEmpty();
    }

    private static void requireMarkedText(String query, int scannedPartitionCount, String markedText) {
        assertThat(SHOP.findWarnings(query))
                .as("scans %d partitions", scannedPartitionCount)
                .extracting(warning -> warning.span().textIn(query))
                .isEqualTo(markedText == null ? List.of() : List.of(markedText));
    }
}
