import sys

import pymysql
import pymysql.cursors

operation, port, database = sys.argv[1:]
sys.stdin.reconfigure(encoding="utf-8", newline="\n")
sys.stdout.reconfigure(encoding="utf-8")


def input_rows():
    """Rows as lists of texts."""

    def value(text):
        if text == "\\N":
            return None
        return text.replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\0", "\\")

    return [[value(text) for text in line.rstrip("\n").split("\t")] for line in sys.stdin]


def print_row(row):
    def text(value):
        if value is None:
            return "\\N"
        return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")

    print("\t".join(text(value) for value in row))


def insert(rows):
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO sample VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", rows)


connection = pymysql.connect(
    host="127.0.0.1", port=int(port), user="root", database=database, autocommit=True
)
with connection:
    if operation == "connect":
        connection.ping()
        with connection.cursor() as cursor:
            cursor.execute("SELECT database()")
            print(cursor.fetchone()[0])
    elif operation == "metadata":
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM sample")
            print("\n".join(column[0] for column in cursor.description))
    elif operation == "insert":
        insert(input_rows())
    elif operation == "query":
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM sample ORDER BY id")
            for row in cursor.fetchall():
                print_row(row)
    elif operation == "prepared":
        print("missing: sends each statement as a text")
    elif operation == "streaming":
        with connection.cursor(pymysql.cursors.SSCursor) as cursor:
            cursor.execute("SELECT k, v FROM numbers ORDER BY k")
            print(sum(row[0] for row in cursor))
    elif operation == "transaction":
        first, second = input_rows()
        connection.begin()
        insert([first])
        connection.rollback()
        connection.begin()
        insert([second])
        connection.commit()
    elif operation == "error":
        with connection.cursor() as cursor:
            try:
                cursor.execute("SELECT nothing FROM sample")
            except pymysql.MySQLError as refused:
                cursor.execute("SELECT 1")
                print(refused.args[0])
