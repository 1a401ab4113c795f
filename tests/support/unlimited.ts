/** Rate limits are on in the tests that are about them, with policies of their own; elsewhere they are in the way. */
process.env.POLYCLINIC_RATE_LIMITS = 'off';
