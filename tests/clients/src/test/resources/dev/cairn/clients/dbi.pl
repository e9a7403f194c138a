# DBI with the driver that the first argument names: DBD::mysql or DBD::MariaDB.
use strict;
use warnings;
use DBI;

my ($driver, $operation, $port, $database) = @ARGV;
my $prefix = lc $driver;
my %utf8 = $driver eq 'mysql' ? (mysql_enable_utf8mb4 => 1) : ();
my $db = DBI->connect("DBI:$driver:database=$database;host=127.0.0.1;port=$port", 'root', '',
    {RaiseError => 1, PrintError => 0, %utf8, "${prefix}_server_prepare" => $operation eq 'prepared' ? 1 : 0});
binmode STDIN, ':encoding(UTF-8)';
binmode STDOUT, ':encoding(UTF-8)';

# A frontend announces no fraction of a DATETIME: without the cast, there is none in binary form.
my $lookup = 'SELECT id, flag, small, big, large, price, ratio, born, CAST(seen AS STRING), word FROM sample'
    . ' WHERE id = ? AND flag = ? AND small = ? AND big = ? AND ratio = ? AND born = ? AND seen = ?'
    . ' AND word = ?';

sub unescaped {
    my ($value) = @_;
    my %special = (t => "\t", n => "\n");
    return undef if $value eq '\N';
    $value =~ s/\\(.)/$special{$1} \/\/ $1/ge;
    return $value;
}

sub input_rows {
    return map { chomp; [map { unescaped($_) } split /\t/, $_, -1] } <STDIN>;
}

sub print_row {
    my @values = map { defined $_ ? $_ : '\N' } map {
        my $value = $_;
        if (defined $value) {
            $value =~ s/\\/\\\\/g;
            $value =~ s/\t/\\t/g;
            $value =~ s/\n/\\n/g;
        }
        $value
    } @{$_[0]};
    print join("\t", @values), "\n";
}

sub insert {
    my $statement = $db->prepare('INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    $statement->execute(@$_) for @_;
}

my %operations = (
    connect => sub { print $db->selectrow_array('SELECT database()') },
    metadata => sub {
        # column_info sends a DESCRIBE with a pattern, which no frontend accepts.
        my $statement = $db->prepare('SELECT * FROM sample');
        $statement->execute;
        print "$_\n" for @{$statement->{NAME}};
        $statement->finish;
    },
    insert => sub { insert(input_rows()) },
    query => sub { print_row($_) for @{$db->selectall_arrayref('SELECT * FROM sample ORDER BY id')} },
    prepared => sub {
        my ($row) = input_rows();
        my $statement = $db->prepare($lookup);
        $statement->execute(@{$row}[0 .. 3, 6 .. 9]);
        print_row($_) for @{$statement->fetchall_arrayref};
    },
    streaming => sub {
        my $statement = $db->prepare('SELECT k, v FROM numbers ORDER BY k', {"${prefix}_use_result" => 1});
        $statement->execute;
        my $sum = 0;
        while (my $row = $statement->fetchrow_arrayref) {
            $sum += $row->[0];
        }
        print $sum || 'missing: finds no row with `' . $prefix . '_use_result`';
    },
    transaction => sub {
        my ($first, $second) = input_rows();
        $db->begin_work;
        insert($first);
        $db->rollback;
        $db->begin_work;
        insert($second);
        $db->commit;
    },
    error => sub {
        eval { $db->selectall_arrayref('SELECT nothing FROM sample') };
        my $number = $db->err;
        $db->selectall_arrayref('SELECT 1');
        print $number;
    },
);
$operations{$operation}->();
$db->disconnect;
