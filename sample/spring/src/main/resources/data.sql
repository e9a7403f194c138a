INSERT INTO customer VALUES (1, 'Ada', 'Oslo'), (2, 'Grace', 'Rome'), (3, 'Edsger', 'Oslo');
