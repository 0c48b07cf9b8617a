"""Reads pages laid out for the eye: learns one script's own layout, then decodes all its lines.

normalise → furniture → front (title page) → glued speeches → features → decode → levels → join
"""
