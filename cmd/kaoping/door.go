package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"

	"github.com/kaoping/kaoping/internal/httpd"
	"github.com/kaoping/kaoping/internal/signin"
)

// door is how people come in.
type door struct {
	openID  *signin.RelyingParty // nil: only passwords
	proxies []netip.Prefix
}

// door reads KAOPING_OIDC_… and KAOPING_TRUSTED_PROXY.
func (p program) door(baseURL string) (door, error) {
	proxies, err1 := networks(p.getenv("KAOPING_TRUSTED_PROXY"))
	openID, err2 := p.openID(baseURL)
	return door{proxies: proxies, openID: openID}, errors.Join(err1, err2)
}

func networks(list string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for text := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		network, err := netip.ParsePrefix(text)
		if one, errOne := netip.ParseAddr(text); errOne == nil {
			network, err = netip.PrefixFrom(one, one.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("KAOPING_TRUSTED_PROXY: %q is no network: write addresses or networks such as 10.0.0.7,192.0.2.0/24", text)
		}
		out = append(out, network.Masked())
	}
	return out, nil
}

func (p program) openID(baseURL string) (*signin.RelyingParty, error) {
	c := signin.OpenID{Issuer: p.getenv("KAOPING_OIDC_ISSUER"), ClientID: p.getenv("KAOPING_OIDC_CLIENT_ID"),
		ClientSecret: p.getenv("KAOPING_OIDC_CLIENT_SECRET"), LoginClaim: p.getenv("KAOPING_OIDC_LOGIN_CLAIM"), RedirectURL: baseURL + httpd.CallbackPath}
	if c.LoginClaim == "" {
		c.LoginClaim = "preferred_username"
	}
	if c.Issuer == "" {
		return nil, nil
	}
	if u, err := url.Parse(c.Issuer); err != nil || u.Scheme != "https" || u.Host == "" {
		return nil, errors.New("KAOPING_OIDC_ISSUER: write the issuer's https address, exactly as it calls itself")
	}
	if c.ClientID == "" || c.ClientSecret == "" {
		return nil, errors.New("KAOPING_OIDC_CLIENT_ID and KAOPING_OIDC_CLIENT_SECRET: both are needed with KAOPING_OIDC_ISSUER")
	}
	return signin.NewRelyingParty(c, nil), nil
}
