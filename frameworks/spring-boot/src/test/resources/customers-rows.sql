INSERT INTO customer VALUES (4, 'Oslo');
