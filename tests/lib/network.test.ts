import { describe, expect, it } from '@jest/globals';
import { networkOf } from '../../lib/network.ts';

describe('the network of an address', () => {
  it('is the address itself for IPv4', () => {
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('is the /64 of %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(['::ffff:203.0.113.7', '::FFFF:cb00:7107', '0:0:0:0:0:ffff:203.0.113.7'])(
    'is that of the IPv4 address within %s',
    (address) => {
      expect(networkOf(address)).toBe('203.0.113.7');
    },
  );

  it('tells two networks of one provider apart', () => {
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
  });

  it.each(['', 'localhost', '203.0.113', '203.0.113.7:443', '[::1]'])('is one and the same for %p', (text) => {
    expect(networkOf(text)).toBe('unknown');
  });
});
