<?php
// What the scripts for PHP share: rows as lines of tab-separated texts.

const COLUMNS = ['id', 'flag', 'small', 'big', 'large', 'price', 'ratio', 'born', 'seen', 'word'];
// A frontend announces no fraction of a DATETIME: without the cast, there is none in binary form.
const LOOKUP = 'SELECT id, flag, small, big, large, price, ratio, born, CAST(seen AS STRING), word FROM sample WHERE id = ? AND flag = ? AND small = ? AND big = ? AND ratio = ? AND born = ? AND seen = ? AND word = ?';
const NUMBERS = 'SELECT k, v FROM numbers ORDER BY k';
const WRONG = 'SELECT nothing FROM sample';

/** Returns the rows of the input as lists of values. */
function input_rows(): array
{
    $rows = [];
    foreach (file('php://stdin', FILE_IGNORE_NEW_LINES) as $line) {
        $values = array_map(
            fn ($value) => $value === '\\N' ? null : strtr($value, ['\\\\' => '\\', '\\t' => "\t", '\\n' => "\n"]),
            explode("\t", $line));
        foreach ([0, 1, 2] as $number) {
            $values[$number] = $values[$number] === null ? null : (int) $values[$number];
        }
        $values[6] = $values[6] === null ? null : (float) $values[6];
        $rows[] = $values;
    }
    return $rows;
}

/** Prints a row; PHP prints a DOUBLE with all its digits only in JSON. */
function print_row(array $row): void
{
    echo implode("\t", array_map(
        fn ($value) => $value === null
            ? '\\N'
            : strtr(is_float($value) ? json_encode($value) : (string) $value, ['\\' => '\\\\', "\t" => '\\t', "\n" => '\\n']),
        array_values($row))), "\n";
}

/** Returns the values for LOOKUP. */
function lookup(array $row): array
{
    return [$row[0], $row[1], $row[2], $row[3], $row[6], $row[7], $row[8], $row[9]];
}

[, $operation, $port, $database] = $argv;
